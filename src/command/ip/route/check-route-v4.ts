import { isLimitedBroadcast, isMulticast } from '../../../address/address-class.js';
import { isUnspecified, sameAddress, type Address } from '../../../address/address.js';
import { lookupFlow } from '../../../evaluate/query.js';
import { makeNexthop, makeRoute } from '../../../fib/make-route.js';
import {
  isErrorType,
  SCOPE,
  TABLE,
  type Nexthop,
  type Route,
  type RouteType,
} from '../../../fib/route.js';
import { linkByIndex, type Namespace } from '../../../namespace/namespace.js';
import { refuseByErrno, refuseByKernel, refuseNotSimulated } from '../arguments.js';
import { checkGateway6 } from './check-gateway-v6.js';
import type { Request4 } from './check-request-v4.js';
import { keptMetrics } from './metric-list.js';
import type { RouteRequest } from './route-request.js';

/** A request for a new IPv4 route with everything that the tool fills in. */
export interface NewRoute4 extends Request4 {
  readonly type: RouteType;
  readonly scope: number;
  readonly protocol: number;
  /** ifindex of the device that was named, which may not exist; 0 when none was. */
  readonly oif: number;
  readonly asked: RouteRequest;
}

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
  if (asked.nhid !== 0) refuseByKernel('Nexthop id does not exist');
  const metrics = keptMetrics(asked.metrics);
  const nexthop = checkNexthop(namespace, request);
  checkPrefsrc(namespace, request);
  return makeRoute({
    type,
    dst: request.dst,
    table: request.table,
    tos: asked.tos,
    metric: asked.metric,
    scope,
    protocol: request.protocol,
    prefsrc: request.prefsrc,
    nexthops: nexthop === undefined ? [] : [nexthop],
    metrics,
    realms: asked.realms,
    written,
  });
}

function checkNexthop(namespace: Namespace, request: NewRoute4): Nexthop | undefined {
  const { type, scope, gateway, oif, asked } = request;
  if (isErrorType(type) || type === 'nat' || type === 'xresolve') {
    if (gateway !== undefined || oif !== 0) {
      refuseByKernel('Gateway, device and multipath can not be specified for this route type');
    }
    if (!isErrorType(type)) refuseNotSimulated(`ip route ${type}`);
    if (asked.onlink) refuseNotSimulated(`ip route ${type} onlink`);
    return undefined;
  }
  if (scope > SCOPE.host) refuseByKernel('Invalid scope');
  if (scope === SCOPE.host) return checkHostScope(namespace, request);
  if (gateway?.family === 4) return checkGateway4(namespace, request, gateway);
  if (gateway?.family === 6) {
    const dev = checkGateway6(namespace, {
      gateway,
      oif,
      onlink: asked.onlink,
      table: request.table,
      prefsrc: undefined,
    });
    return makeNexthop({ dev, gateway, onlink: asked.onlink });
  }
  return checkDirect(namespace, request);
}

/** A route of host scope: any device will do, up or down. */
function checkHostScope(namespace: Namespace, { gateway, oif, asked }: NewRoute4): Nexthop {
  if (gateway !== undefined) refuseByKernel('Route with host scope can not have a gateway');
  if (linkByIndex(namespace, oif) === undefined) refuseByErrno('ENODEV');
  return makeNexthop({ dev: oif, onlink: asked.onlink, scope: SCOPE.nowhere });
}

/** Source: `fib_check_nh_nongw`. */
function checkDirect(namespace: Namespace, { oif, asked }: NewRoute4): Nexthop {
  if (asked.onlink) {
    refuseByKernel('Invalid flags for nexthop - PERVASIVE and ONLINK can not be set');
  }
  const link = linkByIndex(namespace, oif) ?? refuseByErrno('ENODEV');
  if (!link.up) refuseByKernel('Device for nexthop is not up');
  return makeNexthop({ dev: oif });
}

/** Source: `fib_check_nh_v4_gw`. */
function checkGateway4(namespace: Namespace, request: NewRoute4, gateway: Address): Nexthop {
  const { scope, oif, asked } = request;
  if (asked.onlink) return checkOnlink(namespace, request, gateway);
  const key = { dst: gateway, oif, scope: Math.max(scope + 1, SCOPE.link) };
  const own = request.table !== TABLE.main && namespace.v4.tables.has(request.table);
  const inTable = own
    ? lookupFlow(namespace, 4, key, { table: request.table, ignoreLinkdown: true })
    : undefined;
  const found =
    inTable === undefined || inTable.error !== undefined
      ? lookupFlow(namespace, 4, key, { ignoreLinkdown: true })
      : inTable;
  const { route } = found;
  if (found.error !== undefined || route === undefined || !reaches(route.type)) {
    return refuseByKernel('Nexthop has invalid gateway');
  }
  const link = linkByIndex(namespace, found.dev);
  if (link === undefined) return refuseByKernel('No egress device for nexthop gateway');
  if (!link.up) refuseByErrno('ENETDOWN');
  return makeNexthop({ dev: link.index, gateway, scope: route.scope });
}

function reaches(type: RouteType): boolean {
  return type === 'unicast' || type === 'local';
}

function checkOnlink(namespace: Namespace, { scope, oif }: NewRoute4, gateway: Address): Nexthop {
  if (scope >= SCOPE.link) refuseByKernel('Nexthop has invalid scope');
  const link = linkByIndex(namespace, oif) ?? refuseByKernel('Nexthop device required for onlink');
  if (!link.up) refuseByKernel('Nexthop device is not up');
  if (addressType(namespace, gateway, TABLE.local) !== 'unicast') {
    refuseByKernel('Nexthop has invalid gateway');
  }
  return makeNexthop({ dev: oif, gateway, onlink: true });
}

/** The type of an address as one table has it, broadcast when the table doesn't exist. Source: `__inet_dev_addr_type`. */
function addressType(namespace: Namespace, address: Address, table: number): RouteType {
  if (isUnspecified(address) || isLimitedBroadcast(address)) return 'broadcast';
  if (isMulticast(address)) return 'multicast';
  if (!namespace.v4.tables.has(table)) return 'broadcast';
  const found = lookupFlow(namespace, 4, { dst: address }, { table });
  return found.error === undefined ? (found.route?.type ?? 'unicast') : 'unicast';
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
