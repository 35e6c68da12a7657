import { isUnspecified, sameAddress, type Address } from '../../address/address.js';
import { isLinkLocal6, isLoopback, isMulticast } from '../../address/address-class.js';
import { samePrefix } from '../../address/prefix.js';
import { TABLE } from '../../fib/route.js';
import { mapRoutes } from '../family-tables.js';
import { addressesOf, type InterfaceAddress } from './interface-address.js';
import {
  addMulticastRoute,
  addOwnRoutes6,
  addPrefixRoute6,
  prefixOf6,
  removeDeviceRoute,
  removeOwnRoutes6,
  sharesAnycast,
} from '../kernel-routes-v6.js';
import { hasIpv6, type Link } from '../link.js';
import { endMasqueraded } from './masqueraded.js';
import { existingLink, withLink, type Namespace } from '../namespace.js';
import { deny, done, type NamespaceEdit } from '../namespace-edit.js';
import { disableIpv6 } from '../sysctl/sysctl.js';

/**
 * Gives a device an IPv6 address, and the tables its routes. Duplicate address detection is taken as over, and nobody has objected.
 * Source: `inet6_addr_add`.
 */
export function addAddress6(
  namespace: Namespace,
  index: number,
  address: InterfaceAddress,
): NamespaceEdit {
  const link = existingLink(namespace, index);
  if (!hasIpv6(link)) return deny('EINVAL');
  if (disableIpv6(namespace, link)) return deny('EACCES', 'ipv6: IPv6 is disabled on this device');
  const problem = unfitness(link, address.local);
  if (problem !== undefined) return deny('EADDRNOTAVAIL', `ipv6: ${problem}`);
  if (addressesOf(link, 6).some((other) => sameAddress(other.local, address.local))) {
    return deny('EEXIST', 'ipv6: address already assigned');
  }
  return done(placeAddress6(addMulticastRoute(namespace, link), index, address));
}

/** Why the kernel refuses an address on a device; undefined when it doesn't. Source: `ipv6_add_addr`. */
function unfitness(link: Link, address: Address): string | undefined {
  if (isUnspecified(address)) return 'Invalid address';
  if (isMulticast(address)) {
    return 'Cannot assign multicast address without "IFA_F_MCAUTOJOIN" flag';
  }
  if (isLoopback(address) && link.kind !== 'loopback') {
    return 'Cannot assign loopback address on this device';
  }
  return undefined;
}

/** Puts an address into the list, wider scopes first and the newest first in each, and its routes into the tables. */
export function placeAddress6(
  namespace: Namespace,
  index: number,
  address: InterfaceAddress,
): Namespace {
  const link = existingLink(namespace, index);
  const list = addressesOf(link, 6);
  const at = list.findIndex((other) => breadth(address.local) >= breadth(other.local));
  const changed = withAddresses6(link, list.toSpliced(at < 0 ? list.length : at, 0, address));
  const placed = withLink(namespace, changed);
  // ::1 is the one address that the kernel itself gives without a prefix route.
  const routed =
    address.flags.has('noprefixroute') || isLoopback(address.local)
      ? placed
      : addPrefixRoute6(placed, changed, prefixOf6(address), address.metric);
  return addOwnRoutes6(routed, changed, address, !sharesAnycast(changed, address));
}

/** Orders addresses by scope: the larger, the wider. Source: `ipv6_addr_src_scope`. */
function breadth(address: Address): number {
  if (isLoopback(address) || isLinkLocal6(address)) return 2;
  return (address.words[0] ?? 0) >>> 22 === 0xfec0 >>> 6 ? 5 : 14;
}

/** The device with these IPv6 addresses in the place of those that it had. */
export function withAddresses6(link: Link, list: readonly InterfaceAddress[]): Link {
  return { ...link, addresses: [...addressesOf(link, 4), ...list] };
}

/**
 * Takes an IPv6 address from a device, with its routes. Its prefix route stays when another address of the device has the prefix, even
 * one that asks for no route;
 * routes that have it as their source lose the source. Source: `ipv6_del_addr`.
 *
 * @param address - one of the device's addresses, the object itself
 */
export function deleteAddress6(
  namespace: Namespace,
  index: number,
  address: InterfaceAddress,
): Namespace {
  const link = existingLink(namespace, index);
  const left = addressesOf(link, 6).filter((other) => other !== address);
  const changed = withAddresses6(link, left);
  const bare = removeOwnRoutes6(withLink(namespace, changed), changed, address);
  const prefix = prefixOf6(address);
  const keepsPrefix =
    address.flags.has('noprefixroute') ||
    left.some((other) => samePrefix(prefixOf6(other), prefix));
  const after = keepsPrefix ? bare : removeDeviceRoute(bare, changed, prefix, TABLE.main);
  return endMasqueraded(dropPrefsrc(after, address.local), index, address.local);
}

/**
 * Routes lose a source that their device can't have any more: no device has it, or, link-local, not their own. Source:
 * `fib6_remove_prefsrc`.
 */
function dropPrefsrc(namespace: Namespace, address: Address): Namespace {
  const owners = namespace.links
    .toArray()
    .filter((link) => addressesOf(link, 6).some((other) => sameAddress(other.local, address)));
  if (owners.length > 0 && !isLinkLocal6(address)) return namespace;
  return mapRoutes(namespace, 6, (route) => {
    const { prefsrc, nexthops } = route;
    if (prefsrc === undefined || !sameAddress(prefsrc, address)) return route;
    const kept = nexthops.some(({ dev }) => owners.some((link) => link.index === dev));
    return kept ? route : { ...route, prefsrc: undefined };
  });
}
