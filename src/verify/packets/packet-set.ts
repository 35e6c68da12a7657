import { readAddress, readPrefix } from '../../address/address-text.js';
import { unspecifiedAddress } from '../../address/address.js';
import type { Family } from '../../address/family.js';
import { hostPrefix } from '../../address/prefix.js';
import { isAccountKind, type AccountKind } from '../../databases/accounts.js';
import { checkFieldNames } from '../../field-names.js';
import { frozen } from '../../frozen.js';
import type { HostNames } from '../../host/host-names.js';
import { linkByName, type Namespace } from '../../namespace/namespace.js';
import {
  PACKET_NUMBER_MAX,
  PACKET_NUMBER_NAMES,
  type PacketNumber,
} from '../../packet/packet-number.js';
import { protocolNumber } from '../../packet/protocol-name.js';
import { addressIn } from '../../predicate/address-predicate.js';
import {
  all,
  any,
  equals,
  inRange,
  masked,
  NEVER,
  not,
  type Predicate,
} from '../../predicate/predicate.js';
import {
  directionsOf,
  familiesOf,
  FILTER_NAMES,
  printFilter,
  VALUE_FIELDS,
  valuesOf,
  type PacketFilter,
} from './packet-filter.js';
import type { Direction } from './packet-space.js';

/** What depends on the numbers that names have: devices in a namespace, users and groups where they are looked up. */
type OnHost<T> = (namespace: Namespace, names: HostNames) => T;

/** Packets of one family and direction: a predicate over the fields as the packet sets out. */
interface Part {
  readonly family: Family;
  readonly direction: Direction;
  readonly predicate: OnHost<Predicate>;
}

/** A set of packets that questions are asked about. Make one with {@link packetSet}. */
export class PacketSet {
  /** @internal */
  readonly parts: readonly Part[];
  /** The devices, users and groups that it names. @internal */
  readonly names: readonly GivenName[];
  readonly #text: string;

  /** @internal */
  constructor(parts: readonly Part[], names: readonly GivenName[], text: string) {
    this.parts = frozen(parts);
    this.names = frozen(names);
    this.#text = text;
    Object.freeze(this);
  }

  /** The packets of either set. */
  or(other: PacketSet): PacketSet {
    return new PacketSet(
      [...this.parts, ...other.parts],
      [...this.names, ...other.names],
      `${this.#text} or ${other.#text}`,
    );
  }

  /** The packets of this set that are not in the other. */
  except(other: PacketSet): PacketSet {
    const parts = this.parts.map((part): Part => {
      const others = other.parts.filter(
        ({ family, direction }) => family === part.family && direction === part.direction,
      );
      return {
        ...part,
        predicate: (namespace: Namespace, names: HostNames) =>
          all([
            part.predicate(namespace, names),
            not(any(others.map(({ predicate }) => predicate(namespace, names)))),
          ]),
      };
    });
    return new PacketSet(
      parts,
      [...this.names, ...other.names],
      `${this.#text} except ${other.#text}`,
    );
  }

  /**
   * Checks that a host has what the set names.
   *
   * @internal
   * @throws UnknownName when it lacks one
   */
  check(host: HostNames): void {
    for (const given of this.names) checkGiven(given, host);
  }

  /** The set in the words of a claim: `ipv4 sent tcp dport 25`. */
  toString(): string {
    return this.#text;
  }
}

/**
 * The packets that a filter describes: of both families, sent and received, unless it narrows them.
 *
 * @throws TypeError when a field is none of a filter; the message has the nearest one
 * @throws RangeError when a value can't be read, or no packet has all that the filter asks for; the message names the field
 *
 * @example
 * ```ts
 * import { packetSet } from 'nexthop/verify';
 * `${packetSet({ protocol: 'tcp', dport: 25, dst: '203.0.113.0/24' })}`; // 'tcp to 203.0.113.0/24 dport 25'
 * ```
 */
export function packetSet(filter: PacketFilter = {}): PacketSet {
  checkFieldNames(filter, FILTER_NAMES);
  const directions = directionsOf(filter);
  const empty = VALUE_FIELDS.find((field) => filter[field] && valuesOf(filter, field).length === 0);
  if (empty !== undefined) throw new RangeError(`${empty}: one value or more, got none`);
  // Wrong values are refused when the set is made, not when it's used.
  const parts = familiesOf(filter).flatMap((family) => {
    const conditions = [
      ...PACKET_NUMBER_NAMES.map((field) => numberCondition(field, filter, family)),
      ...(['src', 'dst'] as const).map((field) => addressCondition(field, filter, family)),
      ...(['iif', 'oif'] as const).map((field) => deviceCondition(field, filter)),
    ];
    const predicate: OnHost<Predicate> = (namespace, names) =>
      all(conditions.map((condition) => condition(namespace, names)));
    return directions.map((direction): Part => ({ family, direction, predicate }));
  });
  return new PacketSet(parts, namesOf(filter), printFilter(filter));
}

/** Something of a host that a filter names. */
export interface GivenName {
  readonly kind: 'device' | AccountKind;
  readonly name: string;
}

/** What a filter names that not every host has. */
export function namesOf(filter: PacketFilter): readonly GivenName[] {
  const words = { iif: ['any'], oif: ['any', 'none'] };
  const named = (field: 'iif' | 'oif' | AccountKind): readonly string[] =>
    valuesOf(filter, field).map((value) => value.replace(/^!/, ''));
  const devices = (['iif', 'oif'] as const).flatMap((field) =>
    named(field).filter((name) => !words[field].includes(name)),
  );
  const accounts = (['uid', 'gid'] as const).flatMap((kind) =>
    named(kind).flatMap((name) => (isNumber(name) ? [] : [{ kind, name }])),
  );
  return [...devices.map((name) => ({ kind: 'device', name }) as const), ...accounts];
}

/** Checks that a host has what is named. @throws UnknownName when it doesn't */
export function checkGiven({ kind, name }: GivenName, host: HostNames): void {
  if (kind === 'device') host.device(name);
  else host.account(kind, name);
}

/** What begins with a digit is a number, a range or a mask, as Debian's names of users and groups begin with none. Source: useradd(8). */
function isNumber(text: string): boolean {
  return /^\d/.test(text);
}

/** Holds for one of the values, or for none of those that begin with `!`. */
function oneOf(
  values: readonly string[],
  condition: (value: string) => OnHost<Predicate>,
): OnHost<Predicate> {
  const read = values.map((text) => {
    const excluded = text.startsWith('!');
    return { excluded, of: condition(excluded ? text.slice(1) : text) };
  });
  const within = read.filter(({ excluded }) => !excluded);
  const without = read.filter(({ excluded }) => excluded);
  return (namespace, names) =>
    all([
      ...(within.length === 0 ? [] : [any(within.map(({ of }) => of(namespace, names)))]),
      ...without.map(({ of }) => not(of(namespace, names))),
    ]);
}

function always(predicate: Predicate): OnHost<Predicate> {
  return () => predicate;
}

function numberCondition(
  field: PacketNumber,
  filter: PacketFilter,
  family: Family,
): OnHost<Predicate> {
  return oneOf(valuesOf(filter, field), (text) => {
    if (isAccountKind(field) && text !== '' && !isNumber(text)) {
      return (_namespace, names) => equals(field, names.account(field, text));
    }
    const named = field === 'protocol' ? protocolNumber(text, family) : undefined;
    return always(named === undefined ? readNumbers(field, text) : equals(field, named));
  });
}

/** A number, a range or a mask. @throws RangeError when the text is none */
function readNumbers(field: PacketNumber, text: string): Predicate {
  const number = (word: string | undefined): number => {
    const value = /^(\d+|0x[\da-f]+)$/i.test(word ?? '') ? Number(word) : NaN;
    if (!(value <= PACKET_NUMBER_MAX[field])) {
      throw new RangeError(
        `${field}: 0..${PACKET_NUMBER_MAX[field]}, a range or a mask, got ${text}`,
      );
    }
    return value;
  };
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
}

function addressCondition(
  field: 'src' | 'dst',
  filter: PacketFilter,
  family: Family,
): OnHost<Predicate> {
  return oneOf(valuesOf(filter, field), (text) => {
    if (text === 'none' && field === 'src') {
      return always(addressIn(field, hostPrefix(unspecifiedAddress(family))));
    }
    const address = readAddress(text);
    const prefix = address === undefined ? readPrefix(text) : hostPrefix(address);
    if (prefix?.address.family !== family) {
      throw new RangeError(`${field}: an IPv${family} address or prefix, got ${text}`);
    }
    return always(addressIn(field, prefix));
  });
}

function deviceCondition(field: 'iif' | 'oif', filter: PacketFilter): OnHost<Predicate> {
  return oneOf(valuesOf(filter, field), (name) => {
    if (name === 'any') return always(not(equals(field, 0)));
    if (name === 'none') return always(equals(field, 0));
    return (namespace) => {
      const link = linkByName(namespace, name);
      return link === undefined ? NEVER : equals(field, link.index);
    };
  });
}
