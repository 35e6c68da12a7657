import { crowdedPrefixes } from '../../fib/fib-table.js';
import { groupSiblings } from '../../fib/insert-route-v6.js';
import type { Route } from '../../fib/route.js';
import type { FamilyState } from '../../namespace/namespace.js';

/** A route with several nexthops, among which is chosen by a hash of the flow. */
export interface NexthopGroup {
  /** Its place in the program: the value of the `routeChoice` register after a lookup that found it. */
  readonly number: number;
  readonly route: Route;
}

/** IPv6 routes that are siblings of each other, among which is chosen by a hash of the flow. */
export interface SiblingGroup {
  /** Its place in the program: the value of the `routeChoice` register after a lookup that found one of them. */
  readonly number: number;
  readonly routes: readonly Route[];
}

/** What leaves a choice in the tables of a host: routes with several nexthops, which are over a group in IPv6, and IPv6 siblings. */
export class NexthopGroups {
  /** The routes of IPv4; none for IPv6. */
  readonly all: readonly NexthopGroup[];
  /** The siblings of IPv6; none for IPv4. */
  readonly siblings: readonly SiblingGroup[];
  /** The routes of IPv6 over a group of several; none for IPv4. */
  readonly grouped: readonly NexthopGroup[];
  readonly #numbers = new Map<Route, number>();

  /** @param taken - numbers up to this one are those of other choices */
  constructor({ family, tables }: FamilyState, taken: number) {
    const prefixes = [...tables.values()].flatMap((table) => crowdedPrefixes(table));
    const several = prefixes.flat().filter(({ nexthops }) => nexthops.length > 1);
    const siblings = family === 4 ? [] : prefixes.flatMap((routes) => groupSiblings(routes));
    const groups = several.map((route, index) => ({ route, number: taken + index + 1 }));
    this.all = family === 4 ? groups : [];
    this.grouped = family === 6 ? groups : [];
    this.siblings = siblings.map((routes, index) => ({
      routes,
      number: taken + groups.length + index + 1,
    }));
    for (const { route, number } of groups) this.#numbers.set(route, number);
    for (const { routes, number } of this.siblings) {
      for (const route of routes) this.#numbers.set(route, number);
    }
  }

  /** The number of a route; 0 when it leaves no choice. */
  numberOf(route: Route): number {
    return this.#numbers.get(route) ?? 0;
  }
}
