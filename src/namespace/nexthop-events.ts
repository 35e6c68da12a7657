import { rebalance } from '../fib/rebalance.js';
import { SCOPE, type Nexthop, type Route } from '../fib/route.js';
import { sameRoute } from '../fib/same-route.js';
import { mapMultipaths, mapRoutes } from './family-tables.js';
import { linkByIndex, type Namespace } from './namespace.js';
import { ignoreRoutesWithLinkdown } from './sysctl/sysctl.js';

/**
 * Shares the flows out among the nexthops of an IPv4 route anew: those without carrier get none where the device says so. A later
 * change of that sysctl isn't seen until the next event. Source: `fib_rebalance`.
 */
export function rebalance4(namespace: Namespace, nexthops: readonly Nexthop[]): readonly Nexthop[] {
  return rebalance(nexthops, ({ dev }) => {
    const link = linkByIndex(namespace, dev);
    return link !== undefined && !link.carrier && ignoreRoutesWithLinkdown(namespace, link);
  });
}

/**
 * A route with several nexthops as it is in the tables: it shares the state of its nexthops with every other that differs in its
 * destination and TOS only. Source: `fib_find_info`.
 */
export function shareNexthops(namespace: Namespace, route: Route): Route {
  if (route.nexthops.length < 2 || route.object !== undefined) return route;
  for (const table of namespace.v4.tables.values()) {
    for (const key of table.crowded) {
      const twin = table.routes.get(key)?.find((other) => sameRoute(other, route));
      if (twin !== undefined) return { ...route, nexthops: twin.nexthops, linkdown: twin.linkdown };
    }
  }
  return route;
}

/**
 * The nexthops over a device die, and routes that have no other; a route with living ones keeps them. Source: `fib_sync_down_dev`.
 *
 * @param force - also the routes of own addresses, whose nexthops otherwise outlive their device's being down
 */
export function killNexthops4(namespace: Namespace, index: number, force: boolean): Namespace {
  const dies = (nexthop: Nexthop): boolean =>
    nexthop.dev === index && (force || nexthop.scope !== SCOPE.nowhere);
  return mapRoutes(namespace, 4, (route) => {
    if (route.object !== undefined || !route.nexthops.some(dies)) return route;
    const nexthops = route.nexthops.map((hop) => (dies(hop) ? { ...hop, dead: true } : hop));
    if (nexthops.every(({ dead }) => dead)) return undefined;
    return { ...route, nexthops: rebalance4(namespace, nexthops) };
  });
}

/** The dead nexthops over a device that is up live again. Source: `fib_sync_up`. */
export function reviveNexthops4(namespace: Namespace, index: number): Namespace {
  const link = linkByIndex(namespace, index);
  if (link?.up !== true) return namespace;
  return changeSeveral(namespace, index, (route) => ({
    ...route,
    nexthops: rebalance4(
      namespace,
      route.nexthops.map((hop) => (hop.dev === index && hop.dead ? { ...hop, dead: false } : hop)),
    ),
    linkdown: route.linkdown && !link.carrier,
  }));
}

/** The device has got or lost its carrier: what each of several nexthops gets changes. */
export function followCarrier4(namespace: Namespace, index: number): Namespace {
  const lost = linkByIndex(namespace, index)?.carrier !== true;
  return changeSeveral(namespace, index, (route) => ({
    ...route,
    nexthops: rebalance4(namespace, route.nexthops),
    linkdown:
      lost && (route.linkdown || route.nexthops.every(({ dev, dead }) => dead || dev === index)),
  }));
}

/** Changes every route that has several nexthops and one of them over the device. */
function changeSeveral(
  namespace: Namespace,
  index: number,
  change: (route: Route) => Route,
): Namespace {
  return mapMultipaths(namespace, 4, (route) =>
    route.object === undefined && route.nexthops.some(({ dev }) => dev === index)
      ? change(route)
      : route,
  );
}
