import { prefixCovers, samePrefix, type Prefix } from '../address/prefix.js';
import { routesAt, withRoutesAt, type FibTable } from './fib-table.js';
import { insertionFlags, type Insertion } from './insertion.js';
import type { Route } from './route.js';
import { compareKeys } from './route-order.js';
import { sameOptionalAddress } from './same-route.js';
import { edited, refused, type TableEdit } from './table-edit.js';

/**
 * Puts an IPv6 route into the table. Routes of one key that have gateways are siblings, one ECMP route to the kernel; here each stays
 * a route of its own with one nexthop. Source: `fib6_add_rt2node`.
 */
export function insertRoute6(table: FibTable, route: Route, insertion: Insertion): TableEdit {
  const flags = insertionFlags(insertion);
  const routes = routesAt(table, route.dst);
  const group = routes.filter((other) => compareKeys(other, route) === 0);
  if (flags.exclusive && group.length > 0) return refused('EEXIST');
  if (flags.replace) {
    const replaced = group.find((other) => isGatewayed(other) === isGatewayed(route)) ?? group[0];
    if (replaced !== undefined) return replaceRoute(table, route, replaced);
    if (flags.create) return edited(appendToGroup(table, route));
    return hasNode(table, route)
      ? refused('ENOENT')
      : refused('ENOENT', 'Can not replace route - no match found');
  }
  if (group.some((other) => hasSameHop(other, route))) return refused('EEXIST');
  return edited(appendToGroup(table, route));
}

/** Reports whether an IPv6 route can be one of several nexthops. Source: `rt6_qualify_for_ecmp`. */
function isGatewayed(route: Route): boolean {
  return (
    route.object === undefined && route.nexthops.some((nexthop) => nexthop.gateway !== undefined)
  );
}

/** The other routes of an IPv6 route's key that the kernel takes as further nexthops of it, itself included; empty without a gateway. */
export function siblingsOf(table: FibTable, route: Route): readonly Route[] {
  if (route.dst.address.family === 4 || !isGatewayed(route)) return [];
  return routesAt(table, route.dst).filter(
    (other) => compareKeys(other, route) === 0 && isGatewayed(other),
  );
}

/** The routes of one prefix that are siblings of each other, each such set in the order of the table. */
export function groupSiblings(routes: readonly Route[]): readonly (readonly Route[])[] {
  const gatewayed = routes.filter((route) => isGatewayed(route));
  return gatewayed
    .filter(
      (route, index) => gatewayed.findIndex((other) => compareKeys(other, route) === 0) === index,
    )
    .map((first) => gatewayed.filter((other) => compareKeys(other, first) === 0))
    .filter((siblings) => siblings.length > 1);
}

function appendToGroup(table: FibTable, route: Route): FibTable {
  const routes = routesAt(table, route.dst);
  const end = routes.filter((other) => compareKeys(other, route) <= 0).length;
  return withRoutesAt(table, route.dst, routes.toSpliced(end, 0, route));
}

/** A gatewayed route takes the place of all siblings. */
function replaceRoute(table: FibTable, route: Route, replaced: Route): TableEdit {
  const siblings = siblingsOf(table, replaced);
  const routes = routesAt(table, route.dst)
    .map((other) => (other === replaced ? route : other))
    .filter((other) => other === route || !siblings.includes(other));
  return edited(withRoutesAt(table, route.dst, routes));
}

/** ifindex of lo. */
const LOOPBACK = 1;

/** Reports whether two IPv6 routes of one key are the same to the kernel. Source: `rt6_duplicate_nexthop`. */
export function hasSameHop(a: Route, b: Route): boolean {
  if (a.object !== undefined || b.object !== undefined) return a.object?.id === b.object?.id;
  const [hopA] = a.nexthops;
  const [hopB] = b.nexthops;
  // A route that refuses is one over lo. Source: `ip6_route_info_create_nh`.
  const sameDevice = (hopA?.dev ?? LOOPBACK) === (hopB?.dev ?? LOOPBACK);
  return sameDevice && sameOptionalAddress(hopA?.gateway, hopB?.gateway);
}

/**
 * Reports whether the kernel's trie has a node where the route would go: the root always has one, and so has each place with a route
 * and each where two routes part. Below a node, source prefixes make a trie of their own. The error of `change` depends on it.
 */
function hasNode(table: FibTable, { dst, from }: Route): boolean {
  const all = [...table.routes.values()].flatMap(([first]) => first?.dst ?? []);
  if (!isNode(all, dst) || from === undefined) return isNode(all, dst);
  return isNode(
    routesAt(table, dst).flatMap((other) => other.from ?? []),
    from,
  );
}

function isNode(prefixes: readonly Prefix[], at: Prefix): boolean {
  if (at.length === 0 || prefixes.some((prefix) => samePrefix(prefix, at))) return true;
  const sides = prefixes.flatMap((prefix) =>
    prefixCovers(at, prefix) ? [bitAfter(at, prefix)] : [],
  );
  return new Set(sides).size === 2;
}

function bitAfter(prefix: Prefix, inner: Prefix): number {
  const word = inner.address.words[Math.floor(prefix.length / 32)] ?? 0;
  return (word >>> (31 - (prefix.length % 32))) & 1;
}
