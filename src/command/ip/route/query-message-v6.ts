import { unspecifiedAddress, type Address } from '../../../address/address.js';
import { hostPrefix } from '../../../address/prefix.js';
import type { RouteAnswer } from '../../../evaluate/query.js';
import { ROUTE_PROTOCOL, type Route } from '../../../fib/route.js';
import { vrfOf } from '../../../namespace/vrf.js';
import { linkByIndex, type Namespace } from '../../../namespace/namespace.js';
import { sourceSelector6 } from '../../../path/address/source-v6.js';
import { refuseByErrno } from '../arguments.js';
import type { AskedFlow } from './query-message-v4.js';
import { routeMessage, type RouteMessage } from './route-message.js';

const LOOPBACK = 1;

/**
 * What the kernel reports of the route that an IPv6 packet would take: the route from the table, with the packet's addresses.
 *
 * @throws Refusal in the kernel's words when no table gave the route
 *
 * Source: `rt6_fill_node`.
 */
export function queryMessage6(
  namespace: Namespace,
  asked: AskedFlow,
  { resolution, hit }: RouteAnswer,
): RouteMessage {
  const { dst, src, iif } = asked;
  const route = resolution?.route;
  if (resolution === undefined || route === undefined) return refuseByErrno('ENETUNREACH');
  const message = routeMessage(namespace, route);
  return {
    ...message,
    dst: hostPrefix(dst),
    from: hostPrefix(src ?? unspecifiedAddress(6)),
    nhid: undefined,
    // Of several nexthops it is the one chosen.
    gateway: resolution.gateway,
    dev: isOwn(route)
      ? (vrfOf(namespace, linkByIndex(namespace, resolution.dev))?.index ?? LOOPBACK)
      : resolution.dev,
    nexthops: [],
    flags: [],
    // The sibling that is chosen has that of the one that was found. Source: `find_match`, `fib6_select_path`.
    preference: hit?.preference ?? route.preference,
    iif,
    prefsrc: iif === undefined ? sourceFor(namespace, route, dst) : route.prefsrc,
  };
}

/** Own addresses are reached by lo; anycast ones when the kernel made their route. Source: `ip6_rt_get_dev_rcu`. */
function isOwn({ type, protocol }: Route): boolean {
  return type === 'local' || (type === 'anycast' && protocol === ROUTE_PROTOCOL.kernel);
}

/** The source that is reported is the one that would be chosen, whatever source was asked for. Source: `ip6_route_get_saddr`. */
function sourceFor(namespace: Namespace, route: Route, dst: Address): Address | undefined {
  return route.prefsrc ?? sourceSelector6(namespace, route.nexthops[0]?.dev ?? 0)(dst);
}
