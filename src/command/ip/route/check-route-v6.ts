import { isUnspecified, type Address } from '../../../address/address.js';
import { defaultPrefix, makePrefix, type Prefix } from '../../../address/prefix.js';
import { makeNexthop, makeRoute } from '../../../fib/make-route.js';
import {
  isErrorType,
  ROUTE_PROTOCOL,
  SCOPE,
  type Nexthop,
  type Route,
  type RouteType,
} from '../../../fib/route.js';
import { linkByIndex, type Namespace } from '../../../namespace/namespace.js';
import type { InetPrefix } from '../address-arguments.js';
import { refuseByErrno, refuseByKernel, refuseNotSimulated } from '../arguments.js';
import { checkGateway6, isOwn6, namedDevice, refuseUnusable } from './check-gateway-v6.js';
import { keptMetrics } from './metric-list.js';
import type { FullRequest, RouteRequest } from './route-request.js';

/** What the kernel reads in a request for an IPv6 route, made or deleted. */
export interface Request6 {
  readonly dst: Prefix;
  readonly from: Prefix | undefined;
  readonly gateway: Address | undefined;
}

/** The checks that the kernel makes of any request for an IPv6 route. @throws Refusal in its words. Source: `rtm_to_fib6_config`. */
export function checkRequest6(request: FullRequest): Request6 {
  if (request.via?.kind === 'any' || request.prefsrc?.kind === 'any') {
    refuseByKernel('Attribute failed policy validation');
  }
  if (request.tos !== 0) {
    refuseByKernel('Invalid dsfield (tos): option not available for IPv6');
  }
  if (request.nexthops.length > 0) refuseNotSimulated('ip -6 route nexthop');
  const hops = request.via?.family === 6 || request.dev !== undefined;
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
  };
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
 * The route that the kernel makes of a request. Source: `ip6_route_info_create`.
 *
 * @throws Refusal in the kernel's words
 */
export function checkRoute6(
  namespace: Namespace,
  request: NewRoute6,
  written: string | undefined,
): Route {
  const { type, asked } = request;
  if (asked.nhid !== 0) refuseByKernel('Nexthop id does not exist');
  if (asked.expires) refuseNotSimulated('ip -6 route expires');
  if (type === 'nat' || type === 'xresolve') refuseNotSimulated(`ip -6 route ${type}`);
  const metrics = keptMetrics(asked.metrics);
  const nexthop = checkNexthop(namespace, request);
  const prefsrc = givenPrefsrc(asked);
  if (prefsrc !== undefined) checkPrefsrc(namespace, prefsrc, nexthop?.dev ?? LOOPBACK);
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
    nexthops: nexthop === undefined ? [] : [nexthop],
    metrics,
    preference: asked.preference,
    written,
  });
}

function checkNexthop(namespace: Namespace, request: NewRoute6): Nexthop | undefined {
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
    return makeNexthop({ dev, gateway, onlink });
  }
  if (link === undefined) return refuseByErrno('ENODEV');
  refuseUnusable(namespace, link);
  return makeNexthop({ dev: oif, onlink });
}

function givenPrefsrc({ prefsrc }: RouteRequest): Address | undefined {
  const address = prefsrc?.address;
  return address === undefined || isUnspecified(address) ? undefined : address;
}

function checkPrefsrc(namespace: Namespace, prefsrc: Address, dev: number): void {
  const link = linkByIndex(namespace, dev);
  if (link === undefined || !isOwn6(namespace, prefsrc, link)) {
    refuseByKernel('Invalid source address');
  }
}
