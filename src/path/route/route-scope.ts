import type { ErrnoName } from '../../errno.js';
import { actingType, type Route, type RouteType } from '../../fib/route.js';
import { linkByIndex, type Namespace } from '../../namespace/namespace.js';
import {
  ignoreRoutesWithLinkdown,
  ignoreRoutesWithLinkdown6,
} from '../../namespace/sysctl/sysctl.js';
import type { Family } from '../../address/family.js';

/** What lowering a route depends on besides the route. */
export interface RouteScope {
  readonly family: Family;
  readonly namespace: Namespace;
  /** The table id with which results are reported: main for all of them while local and main are one. */
  readonly table: number;
  /** Devices without carrier count as usable whatever the sysctl says. Source: `FIB_LOOKUP_IGNORE_LINKSTATE`. */
  readonly ignoreLinkdown: boolean;
  /** One table is read alone: a VRF directs nothing to its own. */
  readonly alone: boolean;
  /** A throw route ends the search in its table; else it is a route like any other. */
  readonly throws: boolean;
  /** Some route of the family has a hop limit: only then does each state its own. */
  readonly hoplimits: boolean;
  /** Some rule asks for the next hop of IPv6 routes. */
  readonly asksNexthops: boolean;
  /** Some lookup prefers IPv6 routes over a device whatever their metric. */
  readonly deviceFirst: boolean;
  /** Some route leads to IPv4 groups and nothing else: only then does each state whether it does. */
  readonly groupRoutes: boolean;
  /** The number of the choice that a route leaves, among equal default routes or its nexthops; 0 when none. */
  readonly choiceOf: (route: Route) => number;
}

/** The error that a route of an error type gives; undefined for the others, and for `throw`, which ends the search in its table. */
export function routeError(route: Route): ErrnoName | undefined {
  return TYPE_ERRORS[actingType(route)];
}

const TYPE_ERRORS: Partial<Record<RouteType, ErrnoName>> = {
  blackhole: 'EINVAL',
  unreachable: 'EHOSTUNREACH',
  prohibit: 'EACCES',
};

/** Reports whether routes over a device don't count, since it has no carrier, or is gone. */
export function isLinkdown(dev: number, scope: RouteScope): boolean {
  const link = linkByIndex(scope.namespace, dev);
  if (link === undefined) return true;
  if (link.carrier || scope.ignoreLinkdown) return false;
  return scope.family === 4
    ? ignoreRoutesWithLinkdown(scope.namespace, link)
    : ignoreRoutesWithLinkdown6(scope.namespace, link);
}
