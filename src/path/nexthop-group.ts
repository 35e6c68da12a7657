import type { Route } from '../fib/route.js';
import type { FamilyState } from '../namespace/namespace.js';

/** An IPv4 route with several nexthops, among which is chosen by a hash of the flow. */
export interface NexthopGroup {
  /** Its place in the program: the value of the `routeChoice` register after a lookup that found it. */
  readonly number: number;
  readonly route: Route;
}

/** The IPv4 routes of a host that have several nexthops. */
export class NexthopGroups {
  readonly all: readonly NexthopGroup[];
  readonly #numbers = new Map<Route, number>();

  /** @param taken - numbers up to this one are those of other choices */
  constructor({ tables }: FamilyState, taken: number) {
    this.all = [...tables.values()]
      .flatMap(({ routes }) => [...routes.values()].flat())
      .filter(({ nexthops }) => nexthops.length > 1)
      .map((route, index) => ({ route, number: taken + index + 1 }));
    for (const { route, number } of this.all) this.#numbers.set(route, number);
  }

  /** The number of a route; 0 when it has one nexthop only. */
  numberOf(route: Route): number {
    return this.#numbers.get(route) ?? 0;
  }
}
