import { compareAddresses } from '../address/address.js';
import { prefixCovers, samePrefix } from '../address/prefix.js';
import type { FibTable } from './fib-table.js';
import type { Route } from './route.js';

/**
 * All routes of a table in the order in which the kernel lists them.
 *
 * IPv4: by address, the longest prefix first at one address. IPv6: each prefix after those that lie in it, but its source-specific
 * routes before them. Within a prefix in lookup order. Source: `fib_table_dump`, `fib6_walk_continue`.
 */
export function dumpRoutes(table: FibTable): readonly Route[] {
  const blocks = [...table.routes.values()].flatMap((routes) => [
    routes.filter((route) => route.from !== undefined),
    routes.filter((route) => route.from === undefined),
  ]);
  return blocks
    .flatMap((routes) => {
      const [first] = routes;
      return first === undefined ? [] : [{ first, routes }];
    })
    .toSorted((a, b) => (isIPv4(a.first) ? compareIPv4 : compareIPv6)(a.first, b.first))
    .flatMap(({ routes }) => routes);
}

function isIPv4(route: Route): boolean {
  return route.dst.address.family === 4;
}

function compareIPv4(a: Route, b: Route): number {
  return compareAddresses(a.dst.address, b.dst.address) || b.dst.length - a.dst.length;
}

function compareIPv6(a: Route, b: Route): number {
  if (samePrefix(a.dst, b.dst)) return isSourceSpecific(b) - isSourceSpecific(a);
  if (prefixCovers(a.dst, b.dst)) return isSourceSpecific(a) ? -1 : 1;
  if (prefixCovers(b.dst, a.dst)) return isSourceSpecific(b) ? 1 : -1;
  return compareAddresses(a.dst.address, b.dst.address);
}

function isSourceSpecific(route: Route): number {
  return Number(route.from !== undefined);
}
