import { readAddress, readPrefix } from '../address/address-text.js';
import { unspecifiedAddress } from '../address/address.js';
import type { Family } from '../address/family.js';
import { hostPrefix } from '../address/prefix.js';
import { linkByName, type Namespace } from '../namespace/namespace.js';
import { fieldMax } from '../packet/field.js';
import { PROTOCOL } from '../packet/protocol.js';
import { addressIn } from '../predicate/address-predicate.js';
import {
  all,
  any,
  equals,
  inRange,
  masked,
  NEVER,
  not,
  type Predicate,
} from '../predicate/predicate.js';
import type { Direction } from './packet-space.js';

/**
 * One value or several, of which a packet has one: numbers, ranges (`1000-2000`), masks (`0x2/0xff`), addresses, prefixes, names of
 * protocols and devices. When they begin with `!` the packet has none of them.
 */
export type PacketValues = number | string | readonly (number | string)[];

/** Which packets: whatever is left out can be anything. */
export interface PacketFilter {
  /** Taken from the addresses when left out; 4 when there are none. */
  readonly family?: Family | undefined;
  /** Names of the devices of arrival, or `any`. As in `makePacket`, packets without it are sent by local sockets. */
  readonly iif?: string | readonly string[] | undefined;
  /** Names of the devices to which the sockets are bound; `none` for those that aren't. */
  readonly oif?: string | readonly string[] | undefined;
  /** `none` for sockets that leave it to the kernel. */
  readonly src?: string | readonly string[] | undefined;
  readonly dst?: string | readonly string[] | undefined;
  readonly protocol?: PacketValues | undefined;
  readonly sport?: PacketValues | undefined;
  readonly dport?: PacketValues | undefined;
  readonly mark?: PacketValues | undefined;
  readonly tos?: PacketValues | undefined;
  readonly ttl?: PacketValues | undefined;
  readonly uid?: PacketValues | undefined;
  readonly gid?: PacketValues | undefined;
  readonly length?: PacketValues | undefined;
  readonly tcpFlags?: PacketValues | undefined;
  readonly icmpType?: PacketValues | undefined;
  readonly icmpCode?: PacketValues | undefined;
}

/** Packets of one family and direction: a predicate over the fields as the packet sets out. */
interface Part {
  readonly family: Family;
  readonly direction: Direction;
  readonly predicate: (namespace: Namespace) => Predicate;
  readonly text: string;
}

/** A set of packets that questions are asked about. Make one with {@link packetSet}. */
export class PacketSet {
  /** @internal */
  readonly parts: readonly Part[];

  /** @internal */
  constructor(parts: readonly Part[]) {
    this.parts = parts;
  }

  /** The packets of either set. */
  or(other: PacketSet): PacketSet {
    return new PacketSet([...this.parts, ...other.parts]);
  }

  /** The packets of this set that are not in the other. */
  except(other: PacketSet): PacketSet {
    return new PacketSet(
      this.parts.map((part) => {
        const others = other.parts.filter(
          ({ family, direction }) => family === part.family && direction === part.direction,
        );
        return {
          ...part,
          predicate: (namespace) =>
            all([
              part.predicate(namespace),
              not(any(others.map(({ predicate }) => predicate(namespace)))),
            ]),
          text: [part.text, ...others.map(({ text }) => `except ${text}`)].join(' '),
        };
      }),
    );
  }

  /** The set in words. */
  toString(): string {
    return this.parts.map(({ text }) => text).join(' or ');
  }
}

/**
 * The packets that a filter describes.
 *
 * @throws RangeError when a value can't be read; the message names the field
 *
 * @example
 * ```ts
 * import { packetSet } from 'nexthop/verify';
 * `${packetSet({ protocol: 'tcp', dport: 25, dst: '203.0.113.0/24' })}`; // 'IPv4 sent protocol tcp, dport 25, dst 203.0.113.0/24'
 * ```
 */
export function packetSet(filter: PacketFilter = {}): PacketSet {
  const family = filter.family ?? familyOf(filter) ?? 4;
  const direction: Direction = filter.iif === undefined ? 'sent' : 'received';
  // Wrong values are told when the set is made, not when it's used.
  const conditions = FIELDS.map((field) => numberCondition(field, filter[field]));
  const addresses = (['src', 'dst'] as const).map((field) =>
    addressCondition(field, filter, family),
  );
  const predicate = (namespace: Namespace): Predicate =>
    all([
      ...conditions,
      ...addresses,
      ...(['iif', 'oif'] as const).map((field) => deviceCondition(field, filter[field], namespace)),
    ]);
  const { family: _, ...told } = filter;
  const words = Object.entries(told)
    .filter(([, value]) => value !== undefined)
    .map(([field, value]) => `${field} ${[value].flat().join(' or ')}`);
  const text = `IPv${family} ${direction} ${words.length === 0 ? 'packets' : words.join(', ')}`;
  return new PacketSet([{ family, direction, predicate, text }]);
}

const FIELDS = [
  'protocol',
  'sport',
  'dport',
  'mark',
  'tos',
  'ttl',
  'uid',
  'gid',
  'length',
  'tcpFlags',
  'icmpType',
  'icmpCode',
] as const satisfies readonly (keyof PacketFilter)[];

function familyOf({ src, dst }: PacketFilter): Family | undefined {
  const texts = [src ?? [], dst ?? []].flat();
  if (texts.some((text) => text.includes(':'))) return 6;
  return texts.some((text) => text.includes('.')) ? 4 : undefined;
}

/** Holds for one of the values, or for none of those that begin with `!`. */
function oneOf<T extends number | string>(
  values: T | readonly T[] | undefined,
  condition: (value: string) => Predicate,
): Predicate {
  if (values === undefined) return all([]);
  const texts = [values].flat().map((value) => `${value}`);
  const without = texts.filter((text) => text.startsWith('!'));
  const within = texts.filter((text) => !text.startsWith('!'));
  return all([
    ...(within.length === 0 ? [] : [any(within.map(condition))]),
    ...without.map((text) => not(condition(text.slice(1)))),
  ]);
}

function numberCondition(
  field: (typeof FIELDS)[number],
  values: PacketValues | undefined,
): Predicate {
  return oneOf(values, (text) => {
    const number = (word: string | undefined): number => {
      const value = /^(\d+|0x[\da-f]+)$/i.test(word ?? '') ? Number(word) : NaN;
      if (!(value <= fieldMax(field))) {
        throw new RangeError(`${field}: 0..${fieldMax(field)}, a range or a mask, got ${text}`);
      }
      return value;
    };
    const named = Object.entries(PROTOCOL).find(([name]) => field === 'protocol' && name === text);
    if (named !== undefined) return equals(field, named[1]);
    const [from, to] = text.split('-');
    if (to !== undefined) return inRange(field, number(from), number(to));
    const [value, mask] = text.split('/');
    return mask === undefined
      ? equals(field, number(value))
      : masked(field, number(mask), number(value));
  });
}

function addressCondition(field: 'src' | 'dst', filter: PacketFilter, family: Family): Predicate {
  return oneOf(filter[field], (text) => {
    if (text === 'none' && field === 'src') {
      return addressIn(field, hostPrefix(unspecifiedAddress(family)));
    }
    const address = readAddress(text);
    const prefix = address === undefined ? readPrefix(text) : hostPrefix(address);
    if (prefix?.address.family !== family) {
      throw new RangeError(`${field}: an IPv${family} address or prefix, got ${text}`);
    }
    return addressIn(field, prefix);
  });
}

function deviceCondition(
  field: 'iif' | 'oif',
  names: string | readonly string[] | undefined,
  namespace: Namespace,
): Predicate {
  return oneOf(names, (name) => {
    if (name === 'any') return not(equals(field, 0));
    if (name === 'none') return equals(field, 0);
    const link = linkByName(namespace, name);
    return link === undefined ? NEVER : equals(field, link.index);
  });
}
