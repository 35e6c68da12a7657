import { readAddress, readPrefix } from '../address/address-text.js';
import { unspecifiedAddress } from '../address/address.js';
import type { Family } from '../address/family.js';
import { hostPrefix } from '../address/prefix.js';
import { frozen } from '../frozen.js';
import type { HostNames } from '../host/host-names.js';
import { linkByName, type Namespace } from '../namespace/namespace.js';
import { fieldMax } from '../packet/field.js';
import { protocolNumber } from '../packet/protocol-name.js';
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
import {
  directionsOf,
  familiesOf,
  printFilter,
  VALUE_FIELDS,
  valuesOf,
  type PacketFilter,
} from './packet-filter.js';
import type { Direction } from './packet-space.js';

/** Packets of one family and direction: a predicate over the fields as the packet sets out. */
interface Part {
  readonly family: Family;
  readonly direction: Direction;
  readonly predicate: (namespace: Namespace) => Predicate;
}

/** A set of packets that questions are asked about. Make one with {@link packetSet}. */
export class PacketSet {
  /** @internal */
  readonly parts: readonly Part[];
  /** The devices that it names. @internal */
  readonly devices: readonly string[];
  readonly #text: string;

  /** @internal */
  constructor(parts: readonly Part[], devices: readonly string[], text: string) {
    this.parts = frozen(parts);
    this.devices = frozen(devices);
    this.#text = text;
    Object.freeze(this);
  }

  /** The packets of either set. */
  or(other: PacketSet): PacketSet {
    return new PacketSet(
      [...this.parts, ...other.parts],
      [...this.devices, ...other.devices],
      `${this.#text} or ${other.#text}`,
    );
  }

  /** The packets of this set that are not in the other. */
  except(other: PacketSet): PacketSet {
    const parts = this.parts.map((part) => {
      const others = other.parts.filter(
        ({ family, direction }) => family === part.family && direction === part.direction,
      );
      return {
        ...part,
        predicate: (namespace: Namespace) =>
          all([
            part.predicate(namespace),
            not(any(others.map(({ predicate }) => predicate(namespace)))),
          ]),
      };
    });
    return new PacketSet(
      parts,
      [...this.devices, ...other.devices],
      `${this.#text} except ${other.#text}`,
    );
  }

  /**
   * Checks that a host has what the set names.
   *
   * @internal
   * @throws UnknownName when it lacks a device
   */
  check(names: HostNames): void {
    for (const device of this.devices) names.device(device);
  }

  /** The set in the words of a claim: `ipv4 sent tcp dport 25`. */
  toString(): string {
    return this.#text;
  }
}

/**
 * The packets that a filter describes: of both families, sent and received, unless it narrows them.
 *
 * @throws RangeError when a value can't be read, or no packet has all that the filter asks for; the message names the field
 *
 * @example
 * ```ts
 * import { packetSet } from 'nexthop/verify';
 * `${packetSet({ protocol: 'tcp', dport: 25, dst: '203.0.113.0/24' })}`; // 'tcp to 203.0.113.0/24 dport 25'
 * ```
 */
export function packetSet(filter: PacketFilter = {}): PacketSet {
  const directions = directionsOf(filter);
  const empty = VALUE_FIELDS.find((field) => filter[field] && valuesOf(filter, field).length === 0);
  if (empty !== undefined) throw new RangeError(`${empty}: one value or more, got none`);
  // Wrong values are refused when the set is made, not when it's used.
  const parts = familiesOf(filter).flatMap((family) => {
    const conditions = [
      ...FIELDS.map((field) => numberCondition(field, filter, family)),
      ...(['src', 'dst'] as const).map((field) => addressCondition(field, filter, family)),
    ];
    const predicate = (namespace: Namespace): Predicate =>
      all([
        ...conditions,
        ...(['iif', 'oif'] as const).map((field) => deviceCondition(field, filter, namespace)),
      ]);
    return directions.map((direction): Part => ({ family, direction, predicate }));
  });
  return new PacketSet(parts, devicesOf(filter), printFilter(filter));
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

/** The devices that a filter names. */
export function devicesOf(filter: PacketFilter): readonly string[] {
  const words: Readonly<Record<'iif' | 'oif', readonly string[]>> = {
    iif: ['any'],
    oif: ['any', 'none'],
  };
  return (['iif', 'oif'] as const).flatMap((field) =>
    valuesOf(filter, field)
      .map((value) => value.replace(/^!/, ''))
      .filter((name) => !words[field].includes(name)),
  );
}

/** Holds for one of the values, or for none of those that begin with `!`. */
function oneOf(values: readonly string[], condition: (value: string) => Predicate): Predicate {
  const without = values.filter((text) => text.startsWith('!'));
  const within = values.filter((text) => !text.startsWith('!'));
  return all([
    ...(within.length === 0 ? [] : [any(within.map(condition))]),
    ...without.map((text) => not(condition(text.slice(1)))),
  ]);
}

function numberCondition(
  field: (typeof FIELDS)[number],
  filter: PacketFilter,
  family: Family,
): Predicate {
  return oneOf(valuesOf(filter, field), (text) => {
    const number = (word: string | undefined): number => {
      const value = /^(\d+|0x[\da-f]+)$/i.test(word ?? '') ? Number(word) : NaN;
      if (!(value <= fieldMax(field))) {
        throw new RangeError(`${field}: 0..${fieldMax(field)}, a range or a mask, got ${text}`);
      }
      return value;
    };
    const named = field === 'protocol' ? protocolNumber(text, family) : undefined;
    if (named !== undefined) return equals(field, named);
    const [from, to, ...more] = text.split('-');
    if (to !== undefined && more.length === 0) {
      const range = [number(from), number(to)] as const;
      if (range[0] > range[1]) throw new RangeError(`${field}: no number is in ${text}`);
      return inRange(field, ...range);
    }
    const [value, mask, ...rest] = text.split('/');
    if (mask === undefined || rest.length > 0) return equals(field, number(text));
    if ((number(value) & ~number(mask)) !== 0) {
      throw new RangeError(`${field}: no bits outside of the mask, got ${text}`);
    }
    return masked(field, number(mask), number(value));
  });
}

function addressCondition(field: 'src' | 'dst', filter: PacketFilter, family: Family): Predicate {
  return oneOf(valuesOf(filter, field), (text) => {
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
  filter: PacketFilter,
  namespace: Namespace,
): Predicate {
  return oneOf(valuesOf(filter, field), (name) => {
    if (name === 'any') return not(equals(field, 0));
    if (name === 'none') return equals(field, 0);
    const link = linkByName(namespace, name);
    return link === undefined ? NEVER : equals(field, link.index);
  });
}
