import { Map, Record, Set, type RecordOf } from 'immutable';
import type { Prefix } from '../address/prefix.js';
import { hoplimitOf, type Route } from './route.js';

/** One routing table. Make one with `makeFibTable`. */
export interface FibTableFields {
  id: number;
  /**
   * Routes by `prefixKey`, those of one prefix in lookup order: for IPv4 TOS descending, metric ascending, then as arranged; for
   * IPv6 the source-specific ones first, then metric ascending, then as arranged. Never an empty list.
   */
  routes: Map<string, readonly Route[]>;
  /** How many prefixes have each length, by length: lets a lookup skip lengths that no prefix has. */
  lengths: Map<number, number>;
  /** Keys of the prefixes that may leave a choice: those with several routes, or a route with several nexthops. */
  crowded: Set<string>;
  /** Keys of the prefixes that have a route with realms or a hop limit, which few have. */
  telling: Set<string>;
}

/** One routing table, as an Immutable Record. */
export type FibTable = RecordOf<FibTableFields>;

/** Makes a routing table. */
export const makeFibTable = Record<FibTableFields>(
  { id: 0, routes: Map(), lengths: Map(), crowded: Set(), telling: Set() },
  'FibTable',
);

/** The key of a prefix in {@link FibTableFields.routes}. */
function prefixKey(prefix: Prefix): string {
  return `${prefix.address.words.join('.')}/${prefix.length}`;
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
    .set('routes', after ? table.routes.set(key, routes) : table.routes.delete(key))
    .update('crowded', (crowded) => (isCrowded(routes) ? crowded.add(key) : crowded.delete(key)))
    .update('telling', (telling) => (isTelling(routes) ? telling.add(key) : telling.delete(key)))
    .update('lengths', (lengths) => {
      const count = (lengths.get(prefix.length) ?? 0) + after - before;
      return count === 0 ? lengths.delete(prefix.length) : lengths.set(prefix.length, count);
    });
}

/** The routes of each prefix that may leave a choice, in no order that matters. */
export function crowdedPrefixes(table: FibTable): readonly (readonly Route[])[] {
  return table.crowded.toArray().map((key) => table.routes.get(key) ?? []);
}

/** Tells whether a route with realms or a hop limit has a property. */
export function someTellingRoute(table: FibTable, holds: (route: Route) => boolean): boolean {
  return table.telling.some((key) => table.routes.get(key)?.some(holds) === true);
}

function isTelling(routes: readonly Route[]): boolean {
  return routes.some((route) => route.realms !== 0 || hoplimitOf(route) !== 0);
}

function isCrowded(routes: readonly Route[]): boolean {
  return routes.length > 1 || routes.some(({ nexthops }) => nexthops.length > 1);
}
