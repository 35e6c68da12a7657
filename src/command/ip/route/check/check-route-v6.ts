import { isLoopback } from '../../../../address/address-class.js';
import { isUnspecified, type Address } from '../../../../address/address.js';
import { defaultPrefix, makePrefix, type Prefix } from '../../../../address/prefix.js';
import type { ByObject } from '../../../../fib/nexthop-object.js';
import { hasSameHop } from '../../../../fib/insert-route-v6.js';
import { makeNexthop, makeRoute } from '../../../../fib/make-route.js';
import {
  isErrorType,
  ROUTE_PROTOCOL,
  SCOPE,
  type Nexthop,
  type Route,
  type RouteType,
} from '../../../../fib/route.js';
import { linkByIndex, type Namespace } from '../../../../namespace/namespace.js';
import type { InetPrefix } from '../../address-arguments.js';
import { refuseByErrno, refuseByKernel, refuseNotSimulated } from '../../arguments.js';
import { checkGateway6, isOwn6, namedDevice, refuseUnusable } from './check-gateway-v6.js';
import { existingNexthop, heldOf, refuseObject6 } from './check-nexthop-object.js';
import { keptMetrics } from '../metric-list.js';
import type { FullRequest, RequestedNexthop, RouteRequest } from '../route-request.js';

/** What the kernel reads in a request for an IPv6 route, made or deleted. */
export interface Request6 {
  readonly dst: Prefix;
  readonly from: Prefix | undefined;
  readonly gateway: Address | undefined;
  /** The nexthops that were listed. */
  readonly hops: readonly RequestedHop6[];
}

/** One of several nexthops as asked for. */
export interface RequestedHop6 {
  /** That of the request when it has none of its own; undefined without any. IPv4 gateways go unread. */
  readonly gateway: Address | undefined;
  /** ifindex of the device that was named, which may not exist; 0 when none was. */
  readonly oif: number;
  readonly onlink: boolean;
  readonly weight: number;
}

/**
 * The checks that the kernel makes of any request for an IPv6 route. Source: `rtm_to_fib6_config`.
 *
 * @param isNew - the route is to be made
 * @throws Refusal in the kernel's words
 */
export function checkRequest6(request: FullRequest, isNew: boolean): Request6 {
  if (request.via?.kind === 'any' || request.prefsrc?.kind === 'any') {
    refuseByKernel('Attribute failed policy validation');
  }
  if (request.tos !== 0) {
    refuseByKernel('Invalid dsfield (tos): option not available for IPv6');
  }
  const hops =
    request.nexthops.length > 0 || request.via?.family === 6 || request.dev !== undefined;
  if (request.nhid !== 0 && hops) {
    refuseByKernel('Nexthop specification and nexthop id are mutually exclusive');
  }
  if (request.via?.family === 4) refuseByKernel('IPv6 does not support RTA_VIA attribute');
  return {
    dst: maskedPrefix(request.dst),
    from:
      request.from === undefined || request.from.length === 0
        ? undefined
        : maskedPrefix(request.from),
    gateway: request.via?.address,
    hops: request.nexthops.map((hop) => checkHop(hop, request.via?.address, isNew)),
  };
}

/** Source: `rtm_to_fib6_multipath_config`. */
function checkHop(
  { via, ...hop }: RequestedNexthop,
  otherwise: Address | undefined,
  isNew: boolean,
): RequestedHop6 {
  if (via?.kind === 'any') refuseByKernel('Invalid IPv6 address in RTA_GATEWAY');
  const gateway = via?.family === 6 ? via.address : otherwise;
  if (isNew && gateway === undefined) {
    refuseByKernel('Device only routes can not be added for IPv6 using the multipath API');
  }
  return { ...hop, gateway };
}

/** Host bits are dropped silently. */
function maskedPrefix({ address, length }: InetPrefix): Prefix {
  return address === undefined ? defaultPrefix(6) : makePrefix(address, length);
}

/** A request for a new IPv6 route with everything that the tool and the kernel fill in. */
export interface NewRoute6 extends Request6 {
  readonly type: RouteType;
  readonly table: number;
  /** ifindex of the device that was named, which may not exist; 0 when none was. */
  readonly oif: number;
  readonly asked: RouteRequest;
}

/** The metric of a route for which none was given. Source: `IP6_RT_PRIO_USER`. */
const USER_METRIC = 1024;

const LOOPBACK = 1;

/**
 * The routes that the kernel makes of a request: one for each nexthop that was listed, or the one. Source: `ip6_route_multipath_add`.
 *
 * @throws Refusal in the kernel's words
 */
export function checkRoutes6(
  namespace: Namespace,
  request: NewRoute6,
  written: string | undefined,
): readonly Route[] {
  if (request.hops.length === 0) return [checkRoute6(namespace, request, 1, written)];
  if (isErrorType(request.type)) refuseNotSimulated(`ip -6 route ${request.type} nexthop`);
  const routes: Route[] = [];
  for (const hop of request.hops) {
    const route = checkRoute6(namespace, requestOfHop(request, hop), hop.weight, written);
    if (routes.some((other) => hasSameHop(other, route))) refuseByErrno('EEXIST');
    routes.push(route);
  }
  return routes;
}

function requestOfHop(request: NewRoute6, hop: RequestedHop6): NewRoute6 {
  return {
    ...request,
    oif: hop.oif === 0 ? request.oif : hop.oif,
    gateway: hop.gateway,
    asked: { ...request.asked, onlink: request.asked.onlink || hop.onlink },
  };
}

/** Source: `ip6_route_info_create`. */
function checkRoute6(
  namespace: Namespace,
  request: NewRoute6,
  weight: number,
  written: string | undefined,
): Route {
  const { type, asked } = request;
  const object = asked.nhid === 0 ? undefined : existingNexthop(namespace, asked.nhid);
  if (object !== undefined) refuseObject6(namespace, object);
  if (asked.expires) refuseNotSimulated('ip -6 route expires');
  if (type === 'nat' || type === 'xresolve') refuseNotSimulated(`ip -6 route ${type}`);
  const metrics = keptMetrics(asked.metrics);
  const ways = checkWays(namespace, request, weight);
  const prefsrc = givenPrefsrc(asked);
  if (prefsrc !== undefined) {
    checkPrefsrc(namespace, prefsrc, ways.nexthops[0]?.dev ?? LOOPBACK);
  }
  return makeRoute({
    type,
    dst: request.dst,
    from: request.from,
    table: request.table,
    metric: asked.metric === 0 ? USER_METRIC : asked.metric,
    scope: SCOPE.global,
    protocol:
      asked.protocol === undefined || asked.protocol === ROUTE_PROTOCOL.unspec
        ? ROUTE_PROTOCOL.boot
        : asked.protocol,
    prefsrc,
    ...ways,
    metrics,
    preference: isReject(request, ways) ? 'medium' : asked.preference,
    written,
  });
}

/**
 * Whether the kernel makes a route one that refuses, which has no preference: those of the error types, and those over lo to anything
 * but the loopback or an own address. Routes over a nexthop object keep theirs. Source: `fib6_is_reject`.
 */
function isReject({ type, dst }: NewRoute6, { object, nexthops }: ByObject): boolean {
  if (object !== undefined) return false;
  const overLoopback = (nexthops[0]?.dev ?? LOOPBACK) === LOOPBACK;
  return isErrorType(type) || (overLoopback && type !== 'local' && !isLoopback(dst.address));
}

/** The nexthops of a route: its own one, or those of the object that it names. */
function checkWays(namespace: Namespace, request: NewRoute6, weight: number): ByObject {
  const { nhid } = request.asked;
  if (nhid === 0) {
    const nexthop = checkNexthop(namespace, request, weight);
    return { object: undefined, nexthops: nexthop === undefined ? [] : [nexthop] };
  }
  if (request.from !== undefined) refuseByKernel('Nexthops can not be used with source routing');
  return heldOf(namespace, existingNexthop(namespace, nhid));
}

function checkNexthop(
  namespace: Namespace,
  request: NewRoute6,
  weight: number,
): Nexthop | undefined {
  const { type, gateway, oif, table, asked } = request;
  const { onlink } = asked;
  const link = namedDevice(namespace, { oif, onlink });
  if (isErrorType(type)) {
    if (onlink) refuseNotSimulated(`ip route ${type} onlink`);
    return undefined;
  }
  if (gateway !== undefined) {
    const prefsrc = givenPrefsrc(asked);
    const dev = checkGateway6(namespace, { gateway, oif, onlink, table, prefsrc });
    return makeNexthop({ dev, gateway, onlink, weight });
  }
  if (link === undefined) return refuseByErrno('ENODEV');
  refuseUnusable(namespace, link);
  return makeNexthop({ dev: oif, onlink, weight });
}

function givenPrefsrc({ prefsrc }: RouteRequest): Address | undefined {
  const address = prefsrc?.address;
  return address === undefined || isUnspecified(address) ? undefined : address;
}

/** A source of host scope, which is ::1, must be on the route's own device as a link-local one must. Source: `ipv6_chk_addr`. */
function checkPrefsrc(namespace: Namespace, prefsrc: Address, dev: number): void {
  const link = linkByIndex(namespace, dev);
  const elsewhere = isLoopback(prefsrc) && dev !== LOOPBACK;
  if (link === undefined || elsewhere || !isOwn6(namespace, prefsrc, link)) {
    refuseByKernel('Invalid source address');
  }
}
