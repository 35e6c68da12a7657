import { isLimitedBroadcast, isMulticast } from '../../../../address/address-class.js';
import { isUnspecified, type Address } from '../../../../address/address.js';
import { lookupFlow } from '../../../../evaluate/query.js';
import { makeNexthop } from '../../../../fib/make-route.js';
import { SCOPE, TABLE, type Nexthop, type RouteType } from '../../../../fib/route.js';
import { linkByIndex, type Namespace } from '../../../../namespace/namespace.js';
import { refuseByErrno, refuseByKernel } from '../../arguments.js';
import { checkGateway6 } from './check-gateway-v6.js';

/** A nexthop of an IPv4 route, as asked for. */
export interface Hop4 {
  /** Table of the route. */
  readonly table: number;
  /** Scope of the route. */
  readonly scope: number;
  readonly gateway: Address | undefined;
  /** ifindex of the device that was named, which may not exist; 0 when none was. */
  readonly oif: number;
  readonly onlink: boolean;
  readonly weight: number;
}

/** The nexthop that the kernel makes of what was asked for. @throws Refusal in its words. Source: `fib_check_nh`. */
export function checkNexthop4(namespace: Namespace, hop: Hop4): Nexthop {
  const { gateway, oif, onlink, weight } = hop;
  if (gateway === undefined) return checkDirect(namespace, hop);
  if (gateway.family === 4) return checkGateway4(namespace, hop, gateway);
  const { table } = hop;
  const dev = checkGateway6(namespace, { gateway, oif, onlink, table, prefsrc: undefined });
  return makeNexthop({ dev, gateway, onlink, weight });
}

/** A nexthop of a route of host scope: any device will do, up or down. @throws Refusal in the kernel's words */
export function checkHostScope(namespace: Namespace, hop: Hop4): Nexthop {
  const { gateway, oif, onlink, weight } = hop;
  if (gateway !== undefined) refuseByKernel('Route with host scope can not have a gateway');
  if (linkByIndex(namespace, oif) === undefined) refuseByErrno('ENODEV');
  return makeNexthop({ dev: oif, onlink, weight, scope: SCOPE.nowhere });
}

/** Source: `fib_check_nh_nongw`. */
function checkDirect(namespace: Namespace, { oif, onlink, weight }: Hop4): Nexthop {
  if (onlink) {
    refuseByKernel('Invalid flags for nexthop - PERVASIVE and ONLINK can not be set');
  }
  const link = linkByIndex(namespace, oif) ?? refuseByErrno('ENODEV');
  if (!link.up) refuseByKernel('Device for nexthop is not up');
  return makeNexthop({ dev: oif, weight });
}

/** Source: `fib_check_nh_v4_gw`. */
function checkGateway4(namespace: Namespace, hop: Hop4, gateway: Address): Nexthop {
  const { table, scope, oif, weight } = hop;
  if (hop.onlink) return checkOnlink(namespace, hop, gateway);
  const key = { dst: gateway, oif, scope: Math.max(scope + 1, SCOPE.link) };
  const own = table !== TABLE.main && namespace.v4.tables.has(table);
  const inTable = own ? lookupFlow(namespace, 4, key, { table, ignoreLinkdown: true }) : undefined;
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
  return makeNexthop({ dev: link.index, gateway, weight, scope: route.scope });
}

function reaches(type: RouteType): boolean {
  return type === 'unicast' || type === 'local';
}

function checkOnlink(
  namespace: Namespace,
  { scope, oif, weight }: Hop4,
  gateway: Address,
): Nexthop {
  if (scope >= SCOPE.link) refuseByKernel('Nexthop has invalid scope');
  const link = linkByIndex(namespace, oif) ?? refuseByKernel('Nexthop device required for onlink');
  if (!link.up) refuseByKernel('Nexthop device is not up');
  if (addressType(namespace, gateway, TABLE.local) !== 'unicast') {
    refuseByKernel('Nexthop has invalid gateway');
  }
  return makeNexthop({ dev: oif, gateway, onlink: true, weight });
}

/** The type of an address as one table has it, broadcast when the table doesn't exist. Source: `__inet_dev_addr_type`. */
export function addressType(namespace: Namespace, address: Address, table: number): RouteType {
  if (isUnspecified(address) || isLimitedBroadcast(address)) return 'broadcast';
  if (isMulticast(address)) return 'multicast';
  if (!namespace.v4.tables.has(table)) return 'broadcast';
  const found = lookupFlow(namespace, 4, { dst: address }, { table });
  return found.error === undefined ? (found.route?.type ?? 'unicast') : 'unicast';
}
