import type { Address } from '../../../address/address.js';
import type { Family } from '../../../address/family.js';
import type { Prefix } from '../../../address/prefix.js';
import {
  actingType,
  SCOPE,
  type Nexthop,
  type Route,
  type RouteMetric,
  type RoutePreference,
  type RouteType,
} from '../../../fib/route.js';
import { linkByIndex, type Namespace } from '../../../namespace/namespace.js';
import {
  ignoreRoutesWithLinkdown,
  ignoreRoutesWithLinkdown6,
} from '../../../namespace/sysctl/sysctl.js';

/** What the kernel reports of a route, be it from a table or the answer to a query: what `ip route` prints, and what it selects by. */
export interface RouteMessage {
  readonly family: Family;
  readonly type: RouteType;
  readonly dst: Prefix;
  readonly from: Prefix | undefined;
  /** Id of the nexthop object that the route names. */
  readonly nhid: number | undefined;
  readonly tos: number;
  readonly gateway: Address | undefined;
  /** ifindex. */
  readonly dev: number | undefined;
  readonly table: number;
  readonly protocol: number;
  readonly scope: number;
  readonly prefsrc: Address | undefined;
  readonly metric: number | undefined;
  /** In the order in which they're printed. */
  readonly flags: readonly string[];
  readonly mark: number;
  readonly realms: number;
  readonly uid: number | undefined;
  /** What is said of the cached route; undefined for a route from a table, which alone has a protocol and a scope. */
  readonly cache: readonly string[] | undefined;
  readonly metrics: readonly RouteMetric[];
  /** ifindex. */
  readonly iif: number | undefined;
  readonly preference: RoutePreference | undefined;
  /** Several nexthops, which are then not stated above; empty otherwise. */
  readonly nexthops: readonly NexthopMessage[];
}

/** What is reported of one of several nexthops. */
export interface NexthopMessage {
  readonly gateway: Address | undefined;
  /** ifindex. */
  readonly dev: number;
  readonly weight: number;
  /** In the order in which they're printed. */
  readonly flags: readonly string[];
}

/** IPv6 holds routes of the error types on lo. */
const LOOPBACK = 1;

/**
 * What a listing shows of a route in a table. Source: `fib_dump_info`, `rt6_fill_node`.
 *
 * @param siblings - of an IPv6 route with several nexthops, the routes that they are, this one first; otherwise none
 */
export function routeMessage(
  namespace: Namespace,
  route: Route,
  siblings: readonly Route[] = [],
): RouteMessage {
  const { family } = route.dst.address;
  const hops = siblings.length > 1 ? siblings.flatMap(({ nexthops }) => nexthops) : route.nexthops;
  const { object } = route;
  const several = hops.length > 1 || (family === 6 && object?.grouped === true);
  const nexthop = several ? undefined : route.nexthops[0];
  const lone = several ? undefined : (nexthop?.dev ?? (family === 6 ? LOOPBACK : undefined));
  return {
    family,
    type: actingType(route),
    dst: route.dst,
    from: route.from,
    nhid: object?.id,
    tos: route.tos,
    gateway: nexthop?.gateway,
    dev: lone,
    table: route.table,
    protocol: route.protocol,
    scope: route.scope,
    prefsrc: route.prefsrc,
    metric: family === 4 && route.metric === 0 ? undefined : route.metric,
    flags: nexthop === undefined ? routeFlags(route) : nexthopFlags(namespace, route, nexthop),
    mark: 0,
    realms: route.realms,
    uid: undefined,
    cache: undefined,
    metrics: route.metrics,
    iif: undefined,
    preference: family === 6 ? route.preference : undefined,
    nexthops: several ? hops.map((hop) => nexthopMessage(namespace, route, hop)) : [],
  };
}

function nexthopMessage(namespace: Namespace, route: Route, nexthop: Nexthop): NexthopMessage {
  const { gateway, dev, weight } = nexthop;
  // The message has 8 bits for it.
  const stated = ((weight - 1) & 0xff) + 1;
  return { gateway, dev, weight: stated, flags: nexthopFlags(namespace, route, nexthop) };
}

/** What is said of several nexthops together. */
function routeFlags({ onlink, linkdown }: Route): readonly string[] {
  return [...(onlink ? ['onlink'] : []), ...(linkdown ? ['linkdown'] : [])];
}

/** A device without carrier shows, and whether its routes are passed over for it. Source: `fib_nexthop_info`. */
function nexthopFlags(namespace: Namespace, route: Route, nexthop: Nexthop): readonly string[] {
  const link = linkByIndex(namespace, nexthop.dev);
  const linkdown =
    nexthop.dead || (link?.up === true && !link.carrier && followsCarrier(route, nexthop));
  const passedOver =
    route.dst.address.family === 4 ? ignoreRoutesWithLinkdown : ignoreRoutesWithLinkdown6;
  const dead = nexthop.dead || (linkdown && link !== undefined && passedOver(namespace, link));
  return [
    ...(dead ? ['dead'] : []),
    ...(nexthop.onlink ? ['onlink'] : []),
    ...(linkdown ? ['linkdown'] : []),
  ];
}

/** Routes to own addresses don't mind whether the device has its carrier. Source: `fib_sync_down_dev`, `fib6_ifdown`. */
function followsCarrier(route: Route, nexthop: Nexthop): boolean {
  return route.dst.address.family === 4
    ? nexthop.scope !== SCOPE.nowhere
    : route.type !== 'local' && route.type !== 'anycast';
}
