import { addressFromWords } from '../address/address.js';
import { SCOPE } from '../fib/route.js';
import { addAddress4, dropAddresses4 } from './address/addresses-v4.js';
import { disableIp4 } from './sysctl/disable-ip-v4.js';
import { removeRoutes } from './family-tables.js';
import { addressesOf, makeInterfaceAddress } from './address/interface-address.js';
import { startIpv6, stopIpv6 } from './address/ipv6-start.js';
import type { Link } from './link.js';
import { HARDWARE } from './link-kind/kind-traits.js';
import { traitsOf } from './link-kind/link-kinds.js';
import { addAddressRoutes4 } from './kernel-routes-v4.js';
import { endMasqueraded } from './address/masqueraded.js';
import { existingLink, withLink, type Namespace } from './namespace.js';
import { flushNeighbours } from './neighbours.js';
import { flushNexthopObjects } from './nexthop-objects.js';
import { followCarrier4, reviveNexthops4 } from './nexthop-events.js';
import { rebalanceChanged6, rebalanceOver6 } from './sibling-events.js';
import { endDeviceSysctls } from './sysctl/sysctl-devices.js';

/**
 * Takes a device up: the routes of its addresses come, lo gets 127.0.0.1/8. Nothing when it is up already. Its carrier is settled by
 * {@link setCarrier}. Source: `NETDEV_UP` in `inetdev_event`, `fib_netdev_event` and `addrconf_notify`.
 */
export function linkUp(namespace: Namespace, index: number): Namespace {
  const link = existingLink(namespace, index);
  if (link.up) return namespace;
  const opened = traitsOf(link.kind).open?.(namespace, link) ?? namespace;
  const up = withLink(opened, { ...existingLink(opened, index), up: true, started: true });
  const own = link.kind === 'loopback' ? addLoopbackAddress(up, index) : up;
  const changed = existingLink(own, index);
  const routed = addressesOf(changed, 4).reduce(
    (before, address) => addAddressRoutes4(before, changed, address),
    own,
  );
  return startIpv6(reviveNexthops4(routed, index), index, true);
}

function addLoopbackAddress(namespace: Namespace, index: number): Namespace {
  const { name } = existingLink(namespace, index);
  const edit = addAddress4(
    namespace,
    index,
    makeInterfaceAddress({
      local: addressFromWords(4, [0x7f000001]),
      length: 8,
      scope: SCOPE.host,
      label: name,
    }),
  );
  return edit.kind === 'edited' ? edit.namespace : namespace;
}

/**
 * Takes a device down: its routes go, but for those of its IPv4 addresses; its IPv6 addresses and its neighbours go. Nothing when it is
 * down already. Source: `NETDEV_DOWN` in `fib_netdev_event` and `addrconf_notify`.
 */
export function linkDown(namespace: Namespace, index: number): Namespace {
  const link = existingLink(namespace, index);
  if (!link.up) return namespace;
  const down = flushNexthopObjects(withLink(namespace, { ...link, up: false }), index);
  return endMasqueraded(stopIpv6(disableIp4(down, index, false), index, true), index, undefined);
}

/**
 * A device gets or loses its carrier. Routes stay, and are `linkdown` as long as there is none; neighbours that aren't permanent go
 * with the carrier. Source: `NETDEV_CHANGE`.
 */
export function setCarrier(namespace: Namespace, index: number, carrier: boolean): Namespace {
  const link = existingLink(namespace, index);
  if (link.carrier === carrier) return namespace;
  const alone = withLink(namespace, { ...link, carrier, carrierKnown: true });
  if (!link.up) return alone;
  const changed = rebalanceOver6(followCarrier4(alone, index), index);
  if (carrier) return startIpv6(changed, index, false);
  const silent = flushNexthopObjects(changed, index);
  return flushNeighbours(flushNeighbours(silent, 4, index, false), 6, index, false);
}

/**
 * Changes settings of a device. With another address of its own, or while it is up with ARP switched on or off, it forgets its neighbours; the ends of a tunnel, which
 * are its addresses, change without that. Source: `neigh_changeaddr`, `ip_tunnel_update`.
 */
export function changeSettings(
  namespace: Namespace,
  index: number,
  settings: Partial<Link>,
): Namespace {
  const before = existingLink(namespace, index);
  const link: Link = { ...before, ...settings };
  const changed = withLink(namespace, link);
  const isEther = traitsOf(link.kind).hardware === HARDWARE.ether;
  const isAnother = isEther && link.lladdr !== before.lladdr;
  const asksAnew = isAnother || (link.up && link.arp !== before.arp);
  if (!asksAnew) return changed;
  return flushNeighbours(flushNeighbours(changed, 4, index, true), 6, index, true);
}

/**
 * Takes a device away, with its addresses, routes, neighbours and sysctl values. The other end of a veth is not looked at.
 * Source: `unregister_netdevice_many`.
 */
export function removeLink(namespace: Namespace, index: number): Namespace {
  const down = flushNexthopObjects(linkDown(namespace, index), index, true);
  const bare = stopIpv6(dropAddresses4(down, index), index, false);
  const disabled = disableIp4(bare, index, true);
  const { name } = existingLink(disabled, index);
  const unrouted = removeRoutes(disabled, 4, ({ nexthops }) =>
    nexthops.some(({ dev }) => dev === index),
  );
  const gone = removeRoutes(unrouted, 6, ({ nexthops }) =>
    nexthops.some(({ dev }) => dev === index),
  );
  const rebalanced = rebalanceChanged6(unrouted, gone);
  return endDeviceSysctls(
    rebalanced.set(
      'links',
      rebalanced.links.filter((link) => link.index !== index),
    ),
    name,
  );
}
