import { Map, Record, Set, type RecordOf } from 'immutable';
import type { Prefix } from '../address/prefix.js';
import { frozen } from '../frozen.js';
import { hoplimitOf, type Route } from './route.js';

/** One routing table. Make one with `makeFibTable`. */
export interface FibTableFields {
  readonly id: number;
  /**
   * Routes by `prefixKey`, those of one prefix in lookup order: for IPv4 TOS descending, metric ascending, then as arranged; for
   * IPv6 the source-specific ones first, then metric ascending, then as arranged. Never an empty list.
   */
  readonly routes: Map<string, readonly Route[]>;
  /** How many prefixes have each length, by length: lets a lookup skip lengths that no prefix has. */
  readonly lengths: Map<number, number>;
  /** Keys of the prefixes that may leave a choice: those with several routes, or a route with several nexthops. */
  readonly crowded: Set<string>;
  /** Keys of the prefixes that have a route with realms or a hop limit, or to IPv4 groups, which few have. */
  readonly special: Set<string>;
}

/** One routing table, as an Immutable Record. */
export type FibTable = RecordOf<FibTableFields>;

/** Makes a routing table. */
export const makeFibTable = Record<FibTableFields>(
  { id: 0, routes: Map(), lengths: Map(), crowded: Set(), special: Set() },
  'FibTable',
);

/** The key of a prefix in {@link FibTableFields.routes}. */
function prefixKey(prefix: Prefix): string {
  return `${prefix.address.words.join('.')}/${prefix.length}`;
}

/** How many prefixes are read at once. */
const BATCH = 64;

/**
 * Calls back for every prefix of a table, in the order of its map.
 *
 * What is read of a full-size table lies all over the memory. An address is taken from the key, which is there anyway; and one kind of thing
 * is read for many prefixes before the next kind is, so that the processor waits for many places at once.
 *
 * @param visit - is given the words of the address, in an array that is filled anew for the next prefix, its length, and the routes
 */
export function visitPrefixes(
  { routes: all }: FibTable,
  visit: (words: Uint32Array, length: number, routes: readonly Route[], key: string) => void,
): void {
  const words = new Uint32Array(4);
  const keys: string[] = [];
  const lists: (readonly Route[])[] = [];
  const first: (Route | undefined)[] = [];
  const nexthops: (Route['nexthops'] | undefined)[] = [];
  const visitBatch = (): void => {
    for (let index = 0; index < keys.length; index++) first[index] = lists[index]?.[0];
    for (let index = 0; index < keys.length; index++) nexthops[index] = first[index]?.nexthops;
    for (let index = 0; index < keys.length; index++) {
      const key = keys[index] ?? '';
      visit(words, readKey(key, words), lists[index] ?? [], key);
    }
    keys.length = 0;
    lists.length = 0;
  };
  all.forEach((routes, key) => {
    keys.push(key);
    lists.push(routes);
    if (keys.length === BATCH) visitBatch();
  });
  visitBatch();
}

/** The length of the prefix that has a key; its words are put into an array. */
function readKey(key: string, words: Uint32Array): number {
  let number = 0;
  let index = 0;
  for (let at = 0; at < key.length; at++) {
    const digit = key.charCodeAt(at) - 48;
    if (digit >= 0) number = 10 * number + digit;
    else {
      words[index++] = number;
      number = 0;
    }
  }
  return number;
}

/** The routes of exactly this prefix, in lookup order; empty when there are none. */
export function routesAt(table: FibTable, prefix: Prefix): readonly Route[] {
  return table.routes.get(prefixKey(prefix)) ?? [];
}

/** Puts the routes of one prefix in the place of those that it had; an empty list takes the prefix away. */
export function withRoutesAt(table: FibTable, prefix: Prefix, routes: readonly Route[]): FibTable {
  const key = prefixKey(prefix);
  const before = table.routes.has(key) ? 1 : 0;
  const after = routes.length > 0 ? 1 : 0;
  return table
    .set('routes', after ? table.routes.set(key, frozen(routes)) : table.routes.delete(key))
    .update('crowded', (crowded) => (isCrowded(routes) ? crowded.add(key) : crowded.delete(key)))
    .update('special', (special) => (isSpecial(routes) ? special.add(key) : special.delete(key)))
    .update('lengths', (lengths) => {
      const count = (lengths.get(prefix.length) ?? 0) + after - before;
      return count === 0 ? lengths.delete(prefix.length) : lengths.set(prefix.length, count);
    });
}

/** The routes of each prefix that may leave a choice, in no order that matters. */
export function crowdedPrefixes(table: FibTable): readonly (readonly Route[])[] {
  return table.crowded.toArray().map((key) => table.routes.get(key) ?? []);
}

/** Reports whether a route with realms or a hop limit, or to IPv4 groups, has a property. */
export function someSpecialRoute(table: FibTable, holds: (route: Route) => boolean): boolean {
  return table.special.some((key) => table.routes.get(key)?.some(holds) === true);
}

function isSpecial(routes: readonly Route[]): boolean {
  return routes.some(
    (route) => route.realms !== 0 || hoplimitOf(route) !== 0 || isToGroups(route.dst),
  );
}

/** Reports whether a prefix lies in 224.0.0.0/4: the route of a shorter one gives groups its device, not its gateway. Source: `__mkroute_output`. */
export function isToGroups({ address, length }: Prefix): boolean {
  return address.family === 4 && length >= 4 && (address.words[0] ?? 0) >>> 28 === 0xe;
}

function isCrowded(routes: readonly Route[]): boolean {
  return routes.length > 1 || routes.some(({ nexthops }) => nexthops.length > 1);
}
