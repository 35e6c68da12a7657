import { sameAddress, type Address } from '../address/address.js';
import { isLimitedBroadcast } from '../address/address-class.js';
import { addressBits } from '../address/family.js';
import { hostPrefix, type Prefix } from '../address/prefix.js';
import type { RoutePattern } from '../fib/delete-route.js';
import { makeNexthop, makeRoute } from '../fib/make-route.js';
import { ROUTE_PROTOCOL, SCOPE, TABLE, type Route } from '../fib/route.js';
import { isValid } from '../neighbour/neighbour.js';
import { addKernelRoute, removeKernelRoute } from './family-tables.js';
import { addressesOf, type InterfaceAddress } from './address/interface-address.js';
import { isLocal4 } from './address/local-address-v4.js';
import type { Link } from './link.js';
import type { Namespace } from './namespace.js';
import { findNeighbour, removeNeighbour } from './put-neighbour.js';
import { vrfTable } from './vrf.js';
import { isZeronet, sameSubnet, subnetBroadcast, subnetOf } from './address/subnet-v4.js';

/** The types of route that the kernel makes for addresses. */
type KernelType = 'unicast' | 'local' | 'broadcast';

/** One route that the kernel makes for an address; the source is the primary address of its subnet. Source: `fib_magic`. */
interface KernelRoute {
  readonly type: KernelType;
  readonly dst: Prefix;
  readonly metric: number;
}

/** What goes into tables for an IPv4 address, in the kernel's order. A device that is down has the local route only. Source: `fib_add_ifaddr`. */
function routesOf(link: Link, address: InterfaceAddress): readonly KernelRoute[] {
  const { local, broadcast, length } = address;
  const routes: KernelRoute[] = [{ type: 'local', dst: hostPrefix(local), metric: 0 }];
  if (!link.up) return routes;
  if (broadcast !== undefined && !isLimitedBroadcast(broadcast)) {
    routes.push({ type: 'broadcast', dst: hostPrefix(broadcast), metric: 0 });
  }
  if (address.secondary || !hasSubnet(address)) return routes;
  const subnet = subnetOf(address);
  if (!address.flags.has('noprefixroute')) {
    routes.push({ type: subnetType(link), dst: subnet, metric: address.metric });
  }
  if (length < 31) {
    routes.push({ type: 'broadcast', dst: hostPrefix(subnetBroadcast(subnet)), metric: 0 });
  }
  return routes;
}

/** An address that is its whole subnet, or whose subnet begins at 0.0.0.0, has no prefix route. */
export function hasSubnet(address: InterfaceAddress): boolean {
  const subnet = subnetOf(address);
  const isHost = address.length === addressBits(4) && sameAddress(subnet.address, address.local);
  return !isHost && !isZeronet(subnet);
}

/** The type of a prefix route: all of a subnet on lo is local. */
export function subnetType(link: Link): KernelType {
  return link.kind === 'loopback' ? 'local' : 'unicast';
}

/**
 * Puts the routes of an address of the device into the tables. Neighbours that turn out to be broadcast addresses and have no link-layer
 * address yet go. Source: `fib_add_ifaddr`, `arp_invalidate`.
 */
export function addAddressRoutes4(
  namespace: Namespace,
  link: Link,
  address: InterfaceAddress,
): Namespace {
  const primary = primaryOf(link, address);
  return routesOf(link, address).reduce((before, { type, dst, metric }) => {
    const route = kernelRoute(before, link, type, dst, primary.local, metric);
    const after = addSourcedRoute(before, route);
    return type === 'broadcast' ? dropUnresolved(after, link, dst.address) : after;
  }, namespace);
}

function dropUnresolved(namespace: Namespace, { index: dev }: Link, address: Address): Namespace {
  const entry = findNeighbour(namespace, { address, dev, proxy: false });
  return entry === undefined || isValid(entry.state)
    ? namespace
    : removeNeighbour(namespace, entry);
}

/** Puts in a route whose source is a local address by then, or becomes one by it; any other is not made. Source: `fib_valid_prefsrc`. */
function addSourcedRoute(namespace: Namespace, route: Route): Namespace {
  const { type, dst, prefsrc, table } = route;
  if (prefsrc === undefined) return addKernelRoute(namespace, route);
  const makesItLocal = type === 'local' && sameAddress(prefsrc, dst.address);
  return makesItLocal || isLocal4(namespace, prefsrc, table)
    ? addKernelRoute(namespace, route)
    : namespace;
}

/** The primary address of an address's subnet; itself when it is primary. Source: `inet_ifa_byprefix`. */
export function primaryOf(link: Link, address: InterfaceAddress): InterfaceAddress {
  if (!address.secondary) return address;
  const primary = addressesOf(link, 4).find(
    (other) => !other.secondary && sameSubnet(address, other),
  );
  return primary ?? address;
}

function kernelRoute(
  namespace: Namespace,
  link: Link,
  type: KernelType,
  dst: Prefix,
  prefsrc: Address,
  metric: number,
): Route {
  const isLocal = type === 'local';
  const hopScope = isLocal ? SCOPE.nowhere : SCOPE.host;
  return makeRoute({
    dst,
    type,
    table: vrfTable(namespace, link) ?? tableFor(type),
    metric,
    scope: isLocal ? SCOPE.host : SCOPE.link,
    protocol: ROUTE_PROTOCOL.kernel,
    prefsrc,
    nexthops: [makeNexthop({ dev: link.index, scope: hopScope })],
  });
}

function tableFor(type: KernelType): number {
  return type === 'unicast' ? TABLE.main : TABLE.local;
}

/** Takes one route out again that was made for an address, whatever its metric. */
export function removeAddressRoute4(
  namespace: Namespace,
  link: Link,
  type: KernelType,
  dst: Prefix,
  prefsrc: Address,
): Namespace {
  return removeKernelRoute(
    namespace,
    vrfTable(namespace, link) ?? tableFor(type),
    patternOf(link, type, dst, prefsrc),
  );
}

function patternOf(link: Link, type: KernelType, dst: Prefix, prefsrc: Address): RoutePattern {
  return {
    dst,
    tos: 0,
    type,
    scope: type === 'local' ? SCOPE.host : SCOPE.link,
    protocol: ROUTE_PROTOCOL.kernel,
    prefsrc,
    dev: link.index,
  };
}

/** Gives the prefix route of an address another metric. Source: `fib_modify_prefix_metric`. */
export function changePrefixMetric4(
  namespace: Namespace,
  link: Link,
  address: InterfaceAddress,
  metric: number,
): Namespace {
  const hasRoute =
    link.up && !address.secondary && !address.flags.has('noprefixroute') && hasSubnet(address);
  if (!hasRoute) return namespace;
  const subnet = subnetOf(address);
  const type = subnetType(link);
  const added = addSourcedRoute(
    namespace,
    kernelRoute(namespace, link, type, subnet, address.local, metric),
  );
  return removeKernelRoute(added, vrfTable(namespace, link) ?? tableFor(type), {
    ...patternOf(link, type, subnet, address.local),
    // The kernel takes 0 as any metric.
    metric: address.metric === 0 ? undefined : address.metric,
  });
}
