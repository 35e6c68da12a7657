import { sameAddress } from '../../address/address.js';
import { disableIp4 } from '../sysctl/disable-ip-v4.js';
import { forgetAddress4 } from './forget-address-v4.js';
import { addressesOf, type InterfaceAddress } from './interface-address.js';
import { addAddressRoutes4 } from '../kernel-routes-v4.js';
import type { Link } from '../link.js';
import { endMasqueraded } from './masqueraded.js';
import { existingLink, withLink, type Namespace } from '../namespace.js';
import { deny, done, type NamespaceEdit } from '../namespace-edit.js';
import { reviveNexthops4 } from '../nexthop-events.js';
import { sameSubnet } from './subnet-v4.js';
import { promoteSecondaries } from '../sysctl/sysctl.js';
import { keepOwnConf4 } from '../sysctl/sysctl-devices.js';

/**
 * Gives a device an IPv4 address, and the tables its routes. It is secondary when its subnet has an address already, and then its
 * routes have the primary one as their source. Source: `__inet_insert_ifa`.
 */
export function addAddress4(
  before: Namespace,
  index: number,
  address: InterfaceAddress,
): NamespaceEdit {
  const namespace = keepOwnConf4(before, index);
  const link = existingLink(namespace, index);
  const neighbours = addressesOf(link, 4).filter((other) => sameSubnet(other, address));
  if (neighbours.some((other) => sameAddress(other.local, address.local))) {
    return deny('EEXIST', 'ipv4: Address already assigned');
  }
  if (neighbours.some((other) => other.scope !== address.scope)) {
    return deny('EINVAL', 'ipv4: Invalid scope value');
  }
  const arrival = namespace.lastArrival + 1;
  const placed: InterfaceAddress = { ...address, secondary: neighbours.length > 0, arrival };
  const changed = withAddresses4(link, insertInOrder(addressesOf(link, 4), placed));
  const listed = withLink(namespace, changed).set('lastArrival', arrival);
  const routed = addAddressRoutes4(listed, changed, placed);
  return done(reviveNexthops4(routed, index));
}

/** Primary addresses by scope, the narrowest first, then as they came; secondary ones after them all. */
function insertInOrder(
  list: readonly InterfaceAddress[],
  address: InterfaceAddress,
): readonly InterfaceAddress[] {
  const at = address.secondary
    ? list.length
    : list.findLastIndex((other) => !other.secondary && address.scope <= other.scope) + 1;
  return list.toSpliced(at, 0, address);
}

/** The device with these IPv4 addresses in the place of those that it had. */
export function withAddresses4(link: Link, list: readonly InterfaceAddress[]): Link {
  return { ...link, addresses: [...list, ...addressesOf(link, 6)] };
}

/**
 * Takes an IPv4 address from a device, with its routes. The secondary ones of its subnet go with a primary address, unless
 * `promote_secondaries` makes the first of them primary. Routes over a device without an address go. Source: `__inet_del_ifa`.
 *
 * @param address - one of the device's addresses, the object itself
 */
export function deleteAddress4(
  namespace: Namespace,
  index: number,
  address: InterfaceAddress,
): Namespace {
  const link = existingLink(namespace, index);
  const later = addressesOf(link, 4).slice(addressesOf(link, 4).indexOf(address) + 1);
  const dependent = address.secondary
    ? []
    : later.filter((other) => other.secondary && sameSubnet(other, address));
  const [promoted] = dependent;
  if (promoted !== undefined && promoteSecondaries(namespace, link)) {
    return promote(namespace, link, address, promoted);
  }
  return [...dependent, address].reduce(
    (before, going) => dropAddress4(before, index, going),
    namespace,
  );
}

/** Takes one address out of the list and forgets its routes. */
function dropAddress4(
  namespace: Namespace,
  index: number,
  address: InterfaceAddress,
  dying = false,
): Namespace {
  const link = existingLink(namespace, index);
  const left = addressesOf(link, 4).filter((other) => other !== address);
  const changed = withAddresses4(link, left);
  const kept = endMasqueraded(namespace, index, address.peer);
  const after = forgetAddress4(withLink(kept, changed), changed, address, undefined, dying);
  return left.length === 0 ? disableIp4(after, index, true) : after;
}

/** Takes all IPv4 addresses from a device that goes away. Source: `inetdev_destroy`. */
export function dropAddresses4(namespace: Namespace, index: number): Namespace {
  return addressesOf(existingLink(namespace, index), 4).reduce(
    (before, address) => dropAddress4(before, index, address, true),
    namespace,
  );
}

/** The first secondary address takes the place of its primary; the routes of the subnet change their source. */
function promote(
  namespace: Namespace,
  link: Link,
  primary: InterfaceAddress,
  promoted: InterfaceAddress,
): Namespace {
  const list = addressesOf(link, 4);
  const moving = list.slice(list.indexOf(promoted)).filter((other) => sameSubnet(other, primary));
  const bare = moving.reduce(
    (before, going) => forgetAddress4(before, link, going, primary),
    namespace,
  );
  const without = dropAddress4(bare, link.index, primary);
  const risen: InterfaceAddress = { ...promoted, secondary: false };
  const changed = withAddresses4(
    existingLink(without, link.index),
    placePromoted(list, primary, promoted, risen),
  );
  const others = moving.filter((other) => other !== promoted);
  return [risen, ...others].reduce(
    (before, address) => addAddressRoutes4(before, changed, address),
    withLink(without, changed),
  );
}

/** Where the promoted address stands: after the primaries of its scope, unless it stood right behind the one that went. */
function placePromoted(
  list: readonly InterfaceAddress[],
  primary: InterfaceAddress,
  promoted: InterfaceAddress,
  risen: InterfaceAddress,
): readonly InterfaceAddress[] {
  const start = list.indexOf(primary);
  const between = list.slice(start + 1, list.indexOf(promoted));
  const rest = list.filter((other) => other !== primary && other !== promoted);
  const lastPrimary = between.findLastIndex(
    (other) => !other.secondary && primary.scope <= other.scope,
  );
  return rest.toSpliced(start + lastPrimary + 1, 0, risen);
}
