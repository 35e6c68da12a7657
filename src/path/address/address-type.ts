import { tick } from '../../bound.js';
import { addressFromWords } from '../../address/address.js';
import { makePrefix, prefixCovers, wordMask, type Prefix } from '../../address/prefix.js';
import { TABLE, type Route, type RouteType } from '../../fib/route.js';
import { addressIn } from '../../predicate/address-predicate.js';
import { ALWAYS, NEVER, all, any, equals, not, type Predicate } from '../../predicate/predicate.js';
import type { AddressField } from '../../packet/field.js';
import type { Candidate, LoweredTable } from '../../program/lowered-table.js';
import { addressType6 } from './address-type-v6.js';
import type { Lowering } from '../lowering.js';

/** Addresses that have their type by themselves: no table is asked. Source: `__inet_dev_addr_type`. */
const FIXED: readonly TypedPrefix[] = [
  { prefix: prefix4(0, 32), type: 'broadcast', dev: undefined },
  { prefix: prefix4(0xffffffff, 32), type: 'broadcast', dev: undefined },
  { prefix: prefix4(0xe0000000, 4), type: 'multicast', dev: undefined },
];

function prefix4(word: number, length: number): Prefix {
  return makePrefix(addressFromWords(4, [word]), length);
}

/** One part of the address space, with the type that a look-up in table local gives there. */
interface TypedPrefix {
  readonly prefix: Prefix;
  readonly type: RouteType;
  /** ifindex of the route's device; undefined when the type doesn't depend on one. */
  readonly dev: number | undefined;
}

/**
 * Holds when an address is of one of the types, named as the addrtype match names them (`LOCAL`, `UNICAST` ...).
 *
 * In IPv4 the type comes from a look-up in table local, whatever the rules say; what that doesn't know is unicast. Source:
 * `inet_addr_type`, `inet_dev_addr_type`.
 *
 * @param limit - only routes over the device in this register count
 */
export function addressType(
  lowering: Lowering,
  field: AddressField,
  types: readonly string[],
  limit: 'indev' | 'outdev' | undefined,
): Predicate {
  const ofFamily = lowering.family === 4 ? addressType4 : addressType6;
  return ofFamily(lowering, field, types, limit);
}

function addressType4(
  lowering: Lowering,
  field: AddressField,
  types: readonly string[],
  limit: 'indev' | 'outdev' | undefined,
): Predicate {
  const isOf = (wanted: (type: RouteType) => boolean): Predicate =>
    typeIs(knownPrefixes(lowering), field, wanted, (dev) =>
      limit === undefined ? ALWAYS : equals(limit, dev),
    );
  const wanted = new Set(types.map((type) => type.toLowerCase()));
  const special = isOf((type) => type !== 'unicast' && wanted.has(type));
  if (!wanted.has('unicast')) return special;
  return any([special, not(isOf((type) => type !== 'unicast'))]);
}

/** The same of IPv4, by a look-up in the table of a VRF, for sockets that are bound in its domain. Source: `inet_addr_type_table`. */
export function addressTypeIn(
  lowering: Lowering,
  id: number,
  field: AddressField,
  types: readonly RouteType[],
): Predicate {
  const table = lowering.table(id);
  const typed = [...FIXED, ...(table === undefined ? [] : tablePrefixes(table))];
  return typeIs(
    typed,
    field,
    (type) => types.includes(type),
    () => ALWAYS,
  );
}

/** Holds when table local calls an IPv4 address local by a route over this device. Source: `__ip_dev_find`. */
export function isLocalBy(lowering: Lowering, field: AddressField, ifindex: number): Predicate {
  return typeIs(
    knownPrefixes(lowering),
    field,
    (type) => type === 'local',
    (dev) => (dev === ifindex ? ALWAYS : NEVER),
  );
}

function typeIs(
  typed: readonly TypedPrefix[],
  field: AddressField,
  wanted: (type: RouteType) => boolean,
  over: (dev: number) => Predicate,
): Predicate {
  return any(
    typed
      .filter(({ type }) => wanted(type))
      .map((entry) => {
        tick(1 + typed.length / PREFIXES_A_PIECE);
        const longer = typed.filter(
          (other) =>
            other.prefix.length > entry.prefix.length &&
            !(wanted(other.type) && other.dev === entry.dev) &&
            prefixCovers(entry.prefix, other.prefix),
        );
        return all([
          addressIn(field, entry.prefix),
          entry.dev === undefined ? ALWAYS : over(entry.dev),
          not(any(longer.map((other) => addressIn(field, other.prefix)))),
        ]);
      }),
  );
}

/** So many prefixes are compared in a few microseconds. */
const PREFIXES_A_PIECE = 64;

/** Reading a whole table takes its time, and a path asks for types at several places. */
const known = new WeakMap<Lowering, readonly TypedPrefix[]>();

function knownPrefixes(lowering: Lowering): readonly TypedPrefix[] {
  let typed = known.get(lowering);
  if (typed === undefined) {
    typed = typedPrefixes(lowering);
    known.set(lowering, typed);
  }
  return typed;
}

/** As long as no table local has been made every address counts as a broadcast. Source: `__inet_dev_addr_type`. */
const WITHOUT_TABLE: readonly TypedPrefix[] = [
  ...FIXED,
  { prefix: prefix4(0, 0), type: 'broadcast', dev: undefined },
];

function typedPrefixes(lowering: Lowering): readonly TypedPrefix[] {
  if (!lowering.state.tables.has(TABLE.local)) return WITHOUT_TABLE;
  const table = lowering.merged ? lowering.mergedTable() : lowering.table(TABLE.local);
  return [...FIXED, ...(table === undefined ? [] : tablePrefixes(table))];
}

/** Of a table with many routes few matter: those that are of a type, and what lies in them. */
function tablePrefixes(table: LoweredTable): readonly TypedPrefix[] {
  const special: TypedPrefix[] = [];
  // Word, length and device; -1 for the device of what is thrown.
  const unicast: number[] = [];
  table.forEachAlike((words, length, candidates) => {
    const [word = 0] = words;
    // The look-up has no TOS.
    const candidate = candidates.find((one) => routeOf(one)?.tos === 0);
    if (candidate === undefined) return;
    const { type, dev } = typeOf(candidate);
    if (type === 'unicast') unicast.push(word, length, dev ?? -1);
    else special.push({ prefix: prefix4(word, length), type, dev });
  });
  return special.concat(within([...FIXED, ...special], unicast));
}

function typeOf({ resolution }: Candidate): Omit<TypedPrefix, 'prefix'> {
  if (resolution === 'throw') return { type: 'unicast', dev: undefined };
  const { route, error, dev } = resolution;
  return { type: error === undefined ? (route?.type ?? 'unicast') : 'unicast', dev };
}

function within(special: readonly TypedPrefix[], unicast: readonly number[]): TypedPrefix[] {
  const found: TypedPrefix[] = [];
  for (let at = 0; at < unicast.length; at += 3) {
    tick(1 + special.length / PREFIXES_A_PIECE);
    const [word = 0, length = 0, dev = -1] = [unicast[at], unicast[at + 1], unicast[at + 2]];
    const isWithin = special.some(
      ({ prefix }) =>
        prefix.length < length &&
        ((word ^ (prefix.address.words[0] ?? 0)) & wordMask(prefix.length)) === 0,
    );
    if (!isWithin) continue;
    found.push({ prefix: prefix4(word, length), type: 'unicast', dev: dev < 0 ? undefined : dev });
  }
  return found;
}

function routeOf(candidate: Candidate): Route | undefined {
  return candidate.resolution === 'throw' ? candidate.route : candidate.resolution.route;
}
