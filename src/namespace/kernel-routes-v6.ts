import { addressFromWords, isUnspecified, sameAddress, type Address } from '../address/address.js';
import { hostPrefix, makePrefix, type Prefix } from '../address/prefix.js';
import { routesAt } from '../fib/fib-table.js';
import { makeNexthop, makeRoute } from '../fib/make-route.js';
import { ROUTE_PROTOCOL, TABLE, type Route, type RouteType } from '../fib/route.js';
import { addKernelRoute, removeFirstRoute } from './family-tables.js';
import { addressesOf, type InterfaceAddress } from './address/interface-address.js';
import type { Link } from './link.js';
import { traitsOf } from './link-kind/link-kinds.js';
import type { Namespace } from './namespace.js';
import { vrfTable } from './vrf.js';
import { isRouter6 } from './sysctl/sysctl.js';

/** Metric of the prefix routes that the kernel makes. Source: `IP6_RT_PRIO_ADDRCONF`. */
const PRIORITY_ADDRCONF = 256;

/** ff00::/8, which every device with IPv6 has. */
const MULTICAST: Prefix = { address: addressFromWords(6, [0xff000000, 0, 0, 0]), length: 8 };

function kernelRoute(
  namespace: Namespace,
  link: Link,
  dst: Prefix,
  type: RouteType,
  table: number,
  metric: number,
): Route {
  const nexthops = [makeNexthop({ dev: link.index })];
  return makeRoute({
    dst,
    type,
    table: vrfTable(namespace, link) ?? table,
    metric,
    protocol: ROUTE_PROTOCOL.kernel,
    nexthops,
  });
}

/** Puts the route of the device for multicast into table local. Source: `addrconf_add_mroute`. */
export function addMulticastRoute(namespace: Namespace, link: Link): Namespace {
  if (!link.up || link.kind === 'loopback' || !traitsOf(link.kind).ownIpv6) return namespace;
  const route = kernelRoute(
    namespace,
    link,
    MULTICAST,
    'multicast',
    TABLE.local,
    PRIORITY_ADDRCONF,
  );
  return addKernelRoute(namespace, route);
}

/** Puts the route of a prefix that is on the link of the device into table main; nothing while it is down. Source: `addrconf_prefix_route`. */
export function addPrefixRoute6(
  namespace: Namespace,
  link: Link,
  prefix: Prefix,
  metric: number,
): Namespace {
  if (!link.up) return namespace;
  const route = kernelRoute(
    namespace,
    link,
    prefix,
    'unicast',
    TABLE.main,
    metric || PRIORITY_ADDRCONF,
  );
  return addKernelRoute(namespace, route);
}

/** The prefix that an IPv6 address has on its link. */
export function prefixOf6(address: InterfaceAddress): Prefix {
  return makePrefix(address.local, address.length);
}

/** The peer of a point-to-point address; undefined when there is none. */
function peerPrefix6(address: InterfaceAddress): Prefix | undefined {
  return sameAddress(address.peer, address.local) ? undefined : hostPrefix(address.peer);
}

/**
 * Puts in what stands for the address itself: its local route, the anycast one of its subnet on a router, the peer's. Source:
 * `__ipv6_ifa_notify`.
 *
 * @param joins - it is the first on the device to take part in the anycast address
 */
export function addOwnRoutes6(
  namespace: Namespace,
  link: Link,
  address: InterfaceAddress,
  joins = true,
): Namespace {
  const owned = addLocalRoute6(namespace, link, address);
  const joined =
    joins && isRouter6(namespace, link) ? addAnycastRoute(owned, link, address) : owned;
  const peer = peerPrefix6(address);
  return peer === undefined ? joined : addPrefixRoute6(joined, link, peer, address.metric);
}

/** Puts in the route by which packets to the address are delivered. */
export function addLocalRoute6(
  namespace: Namespace,
  link: Link,
  { local }: InterfaceAddress,
): Namespace {
  const route = kernelRoute(namespace, link, hostPrefix(local), 'local', TABLE.local, 0);
  return addKernelRoute(namespace, route);
}

/** Takes out again what {@link addOwnRoutes6} put in. */
export function removeOwnRoutes6(
  namespace: Namespace,
  link: Link,
  address: InterfaceAddress,
): Namespace {
  const without = removeAnycastRoute(namespace, link, address);
  const peer = peerPrefix6(address);
  const alone = peer === undefined ? without : removeDeviceRoute(without, link, peer, TABLE.main);
  return removeDeviceRoute(alone, link, hostPrefix(address.local), TABLE.local, 'local');
}

/** Takes the first route to the prefix over the device that has no gateway, of that type if one is given, out of a table. Source: `addrconf_get_prefix_route`. */
export function removeDeviceRoute(
  namespace: Namespace,
  link: Link,
  dst: Prefix,
  table: number,
  type?: RouteType,
): Namespace {
  return removeFirstRoute(
    namespace,
    vrfTable(namespace, link) ?? table,
    dst,
    (route) => isOverDevice(route, link) && (type === undefined || route.type === type),
  );
}

function isOverDevice({ object, nexthops: [nexthop] }: Route, link: Link): boolean {
  return object === undefined && nexthop?.dev === link.index && nexthop.gateway === undefined;
}

/** Gives a prefix its route over the device with that metric: a new one, or another in its place. Source: `modify_prefix_route`. */
export function renewPrefixRoute6(
  namespace: Namespace,
  link: Link,
  prefix: Prefix,
  metric: number,
): Namespace {
  const main = namespace.v6.tables.get(vrfTable(namespace, link) ?? TABLE.main);
  const routes = main === undefined ? [] : routesAt(main, prefix);
  const before = routes.find((route) => isOverDevice(route, link));
  if (before?.metric === (metric || PRIORITY_ADDRCONF)) return namespace;
  const bare = removeDeviceRoute(namespace, link, prefix, TABLE.main);
  return addPrefixRoute6(bare, link, prefix, metric);
}

/** The subnet-router anycast address (RFC 4291, 2.6.1); undefined for prefixes that have none (RFC 6164). */
function anycastOf(address: InterfaceAddress): Prefix | undefined {
  const subnet = prefixOf6(address).address;
  return address.length >= 127 || isUnspecified(subnet) ? undefined : hostPrefix(subnet);
}

/** The anycast addresses in which a router takes part on a device. Source: `ipv6_chk_acast_addr`. */
export function joinedAnycasts(namespace: Namespace, link: Link): readonly Address[] {
  if (!isRouter6(namespace, link)) return [];
  return addressesOf(link, 6).flatMap((own) => {
    const anycast = own.resting ? undefined : anycastOf(own);
    return anycast === undefined ? [] : [anycast.address];
  });
}

/** A router takes part in the anycast address of each of its subnets. Source: `addrconf_join_anycast`. */
export function addAnycastRoute(
  namespace: Namespace,
  link: Link,
  address: InterfaceAddress,
): Namespace {
  const dst = anycastOf(address);
  if (dst === undefined) return namespace;
  return addKernelRoute(namespace, kernelRoute(namespace, link, dst, 'anycast', TABLE.local, 0));
}

/** The anycast route goes when no other address of the device has the subnet. Source: `addrconf_leave_anycast`. */
export function removeAnycastRoute(
  namespace: Namespace,
  link: Link,
  address: InterfaceAddress,
): Namespace {
  const dst = anycastOf(address);
  if (dst === undefined || sharesAnycast(link, address)) return namespace;
  return removeDeviceRoute(namespace, link, dst, TABLE.local, 'anycast');
}

/**
 * Another address of the device has the same subnet: its anycast address has been joined, whatever has become of its route. An address
 * that its device keeps while it is down has left it. Source: `addrconf_ifdown`.
 */
export function sharesAnycast(link: Link, address: InterfaceAddress): boolean {
  const dst = anycastOf(address);
  return addressesOf(link, 6).some((other) => {
    const otherDst = other === address || other.resting ? undefined : anycastOf(other);
    return (
      otherDst !== undefined && dst !== undefined && sameAddress(otherDst.address, dst.address)
    );
  });
}
