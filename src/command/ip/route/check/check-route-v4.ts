import { sameAddress } from '../../../../address/address.js';
import { makeRoute } from '../../../../fib/make-route.js';
import {
  isErrorType,
  SCOPE,
  TABLE,
  type Nexthop,
  type Route,
  type RouteType,
} from '../../../../fib/route.js';
import { sameOptionalAddress } from '../../../../fib/same-route.js';
import { linkByIndex, type Namespace } from '../../../../namespace/namespace.js';
import { rebalance4, shareNexthops } from '../../../../namespace/nexthop-events.js';
import { refuseByKernel, refuseNotSimulated } from '../../arguments.js';
import { addressType, checkHostScope, checkNexthop4, type Hop4 } from './check-nexthop-v4.js';
import { keptMetrics } from '../metric-list.js';
import { overObject4, type OverObject } from '../route-over-object.js';
import type { NewRoute4 } from './check-request-v4.js';

/** The scope that a route of each type must at least have. Source: `fib_props`. */
const LEAST_SCOPES: Partial<Record<RouteType, number>> = {
  local: SCOPE.host,
  broadcast: SCOPE.link,
  anycast: SCOPE.link,
  nat: SCOPE.nowhere,
  xresolve: SCOPE.nowhere,
};

/**
 * The route that the kernel makes of a request, in its order of checks: scope, metrics, type, nexthop, source. Source:
 * `fib_create_info`.
 *
 * @throws Refusal in the kernel's words
 */
export function checkRoute4(
  namespace: Namespace,
  request: NewRoute4,
  written: string | undefined,
): Route {
  const { type, scope, asked } = request;
  if (scope < (LEAST_SCOPES[type] ?? 0)) refuseByKernel('Invalid scope');
  const { nexthops, object, metrics } = checkWays(namespace, request);
  const route = makeRoute({
    type,
    dst: request.dst,
    table: request.table,
    tos: asked.tos,
    metric: asked.metric,
    scope,
    protocol: request.protocol,
    prefsrc: request.prefsrc,
    nexthops,
    object,
    onlink: asked.onlink && (request.hops.length > 0 || object?.grouped === true),
    linkdown:
      object === undefined &&
      nexthops.length > 1 &&
      nexthops.every((hop) => hasNoCarrier(namespace, hop)),
    metrics,
    // Realms belong to the route's own nexthops.
    realms: object === undefined ? asked.realms : 0,
    written,
  });
  return shareNexthops(namespace, route);
}

/** The nexthops of a route, its own or those of the object that it names, and its options. */
function checkWays(namespace: Namespace, request: NewRoute4): OverObject {
  const { asked } = request;
  const checkSource = (): void => {
    checkPrefsrc(namespace, request);
  };
  if (asked.nhid !== 0) return overObject4(namespace, request, checkSource);
  const metrics = keptMetrics(asked.metrics);
  const nexthops = checkNexthops(namespace, request);
  checkSource();
  return { object: undefined, nexthops, metrics };
}

/** The nexthops as asked for: those of the list, of which the first must be what else was said, or the one. Source: `fib_get_nhs`. */
function askedHops({ scope, table, gateway, oif, asked, hops }: NewRoute4): readonly Hop4[] {
  const [first] = hops;
  if (first === undefined) {
    return [{ scope, table, gateway, oif, onlink: asked.onlink, weight: 1 }];
  }
  if (oif !== 0 && first.oif !== oif) {
    refuseByKernel('Nexthop device index does not match RTA_OIF');
  }
  if (gateway !== undefined && !sameOptionalAddress(gateway, first.gateway)) {
    refuseByKernel('Nexthop gateway does not match RTA_GATEWAY or RTA_VIA');
  }
  if (asked.realms !== 0) refuseByKernel('Nexthop class id does not match RTA_FLOW');
  return hops.map((hop) => ({ ...hop, scope, table }));
}

function checkNexthops(namespace: Namespace, request: NewRoute4): readonly Nexthop[] {
  const { type, scope, gateway, oif, asked } = request;
  const hops = askedHops(request);
  if (isErrorType(type) || type === 'nat' || type === 'xresolve') {
    if (gateway !== undefined || oif !== 0 || request.hops.length > 0) {
      refuseByKernel('Gateway, device and multipath can not be specified for this route type');
    }
    if (!isErrorType(type)) refuseNotSimulated(`ip route ${type}`);
    if (asked.onlink) refuseNotSimulated(`ip route ${type} onlink`);
    return [];
  }
  if (scope > SCOPE.host) refuseByKernel('Invalid scope');
  if (scope === SCOPE.host) {
    const [hop, second] = hops;
    if (hop === undefined || second !== undefined) {
      return refuseByKernel('Route with host scope can not have multiple nexthops');
    }
    return [checkHostScope(namespace, hop)];
  }
  const checked = hops.map((hop) => checkNexthop4(namespace, hop));
  return checked.length > 1 ? rebalance4(namespace, checked) : checked;
}

/** A source must be local in the route's own table or in table local. Source: `fib_valid_prefsrc`. */
function checkPrefsrc(namespace: Namespace, request: NewRoute4): void {
  const { type, dst, prefsrc, table } = request;
  if (prefsrc === undefined || isErrorType(type)) return;
  if (type === 'local' && sameAddress(prefsrc, dst.address)) return;
  const tables = table === TABLE.main ? [TABLE.local] : [table, TABLE.local];
  if (!tables.some((id) => addressType(namespace, prefsrc, id) === 'local')) {
    refuseByKernel('Invalid prefsrc address');
  }
}

function hasNoCarrier(namespace: Namespace, { dev }: Nexthop): boolean {
  return linkByIndex(namespace, dev)?.carrier !== true;
}
