import { addressFromWords, sameAddress } from '../../address/address.js';
import { siblingsOf } from '../../fib/insert-route-v6.js';
import type { Route } from '../../fib/route.js';
import { placeAddress6, withAddresses6 } from './addresses-v6.js';
import { linkLocalFromLladdr } from './eui64.js';
import { removeRoutes } from '../family-tables.js';
import { addressesOf, makeInterfaceAddress, type InterfaceAddress } from './interface-address.js';
import {
  addLocalRoute6,
  addMulticastRoute,
  addOwnRoutes6,
  addPrefixRoute6,
  prefixOf6,
} from '../kernel-routes-v6.js';
import { hasIpv6, type Link } from '../link.js';
import { HARDWARE } from '../link-kind/kind-traits.js';
import { traitsOf } from '../link-kind/link-kinds.js';
import { existingLink, withLink, type Namespace } from '../namespace.js';
import { flushNeighbours } from '../neighbours.js';
import { killSiblings6, reviveSiblings6 } from '../sibling-events.js';
import { tunnelAddresses6 } from './tunnel-addresses-v6.js';
import { sysctlSegment } from '../sysctl/sysctl-catalogue.js';
import { disableIpv6, keepsAddressesOnDown, makesLinkLocal } from '../sysctl/sysctl.js';

/** ifindex of lo. */
const LOOPBACK_INDEX = 1;

/** IFAPROT_ numbers of the addresses that the kernel makes itself. */
const PROTOCOL = { loopback: 1, linkLocal: 3 } as const;

/**
 * A device came up, or got its carrier: the addresses that it kept get their routes again, and once it has its carrier, IPv6 starts on
 * it with the addresses that the kernel gives. Source: `addrconf_notify`.
 */
export function startIpv6(namespace: Namespace, index: number, cameUp: boolean): Namespace {
  const link = existingLink(namespace, index);
  // A port of a bond has no IPv6. Source: `IFF_SLAVE` in `addrconf_notify`.
  if (link.permanentLladdr !== undefined) return namespace;
  if (!link.up || disableIpv6(namespace, link)) return namespace;
  const restored = cameUp ? restoreAddresses(namespace, link) : namespace;
  if (!link.carrier || link.ready6 || !hasIpv6(link)) return restored;
  const ready = withLink(restored, { ...existingLink(restored, index), ready6: true });
  return reviveSiblings6(giveOwnAddresses(withModeOf(link, ready), index), index);
}

/** A device without link-layer addresses can't make an address of one: where that is asked for, it takes one at random. Source: `addrconf_dev_config`. */
function withModeOf(link: Link, namespace: Namespace): Namespace {
  if (traitsOf(link.kind).hardware !== HARDWARE.none || !makesLinkLocal(namespace, link)) {
    return namespace;
  }
  const key = `net.ipv6.conf.${sysctlSegment(link.name)}.addr_gen_mode`;
  return namespace.set('sysctls', namespace.sysctls.set(key, '3'));
}

/** The addresses get their local and prefix routes; those that had gone to rest start anew. Source: `addrconf_permanent_addr`. */
function restoreAddresses(namespace: Namespace, link: Link): Namespace {
  const own = addressesOf(link, 6);
  const awake = own.map((address) => (address.resting ? { ...address, resting: false } : address));
  const changed = withAddresses6(link, awake);
  return own.reduce(
    (before, address, index) => {
      const routed = address.flags.has('noprefixroute')
        ? before
        : addPrefixRoute6(before, changed, prefixOf6(address), address.metric);
      return address.resting
        ? addOwnRoutes6(routed, changed, awake[index] ?? address)
        : addLocalRoute6(routed, changed, address);
    },
    withLink(namespace, changed),
  );
}

/** Gives ::1 to lo, and to any other device the multicast route and its link-local address. Source: `addrconf_init_auto_addrs`. */
export function giveOwnAddresses(namespace: Namespace, index: number): Namespace {
  const link = existingLink(namespace, index);
  if (link.kind === 'loopback') return give(namespace, link, LOOPBACK);
  const ofTunnel = tunnelAddresses6(namespace, link);
  if (ofTunnel !== undefined) return giveTunnelAddresses(namespace, link, ofTunnel);
  const routed = addMulticastRoute(namespace, link);
  const number = link.settings.kind === 'ipvlan' ? link.settings.number : 0;
  // Source: `addrconf_ifid_ip6tnl`.
  const ofChance = link.settings.kind === 'ip6tnl' ? link.settings.permanentLladdr : undefined;
  const address = linkLocalFromLladdr(ofChance ?? link.lladdr, number);
  if (address === undefined || !makesLinkLocal(namespace, link)) return routed;
  if (!traitsOf(link.kind).ownIpv6) return routed;
  const own = makeInterfaceAddress({ local: address, length: 64, protocol: PROTOCOL.linkLocal });
  return give(routed, link, own);
}

/** A sit or a gre without an end has the route for groups only as a link of two. Source: `addrconf_sit_config`. */
function giveTunnelAddresses(
  namespace: Namespace,
  link: Link,
  addresses: readonly InterfaceAddress[],
): Namespace {
  const isMany = link.kind === 'sit' && !link.pointToPoint;
  const routed = isMany ? namespace : addMulticastRoute(namespace, link);
  if (!makesLinkLocal(namespace, link) && !isMany) return routed;
  return addresses.reduce(
    (before, address) => give(before, existingLink(before, link.index), address),
    routed,
  );
}

const LOOPBACK: InterfaceAddress = makeInterfaceAddress({
  local: addressFromWords(6, [0, 0, 0, 1]),
  length: 128,
  protocol: PROTOCOL.loopback,
});

function give(namespace: Namespace, link: Link, address: InterfaceAddress): Namespace {
  const has = addressesOf(link, 6).some((other) => sameAddress(other.local, address.local));
  return has ? namespace : placeAddress6(namespace, link.index, address);
}

/**
 * A device goes down, or IPv6 is switched off on it: its routes and neighbours go, and its addresses too, unless `keep_addr_on_down`
 * keeps the wider ones. Source: `addrconf_ifdown`.
 */
export function stopIpv6(namespace: Namespace, index: number, keepAddresses: boolean): Namespace {
  const link = existingLink(namespace, index);
  const keep = keepAddresses && keepsAddressesOnDown(namespace, link);
  const kept = keep
    ? addressesOf(link, 6)
        .filter(({ local }) => isKept(local.words))
        .map((address) => Object.assign({}, address, { resting: true }))
    : [];
  const bare = removeDeviceRoutes6(namespace, index);
  const without = withLink(bare, { ...withAddresses6(link, kept), ready6: false });
  return flushNeighbours(without, 6, index, true);
}

/** Link-local addresses and ::1 are never kept. Source: `addr_is_local`. */
function isKept(words: readonly number[]): boolean {
  const [a = 0, b, c, d] = words;
  const isLoopbackAddress = a === 0 && b === 0 && c === 0 && d === 1;
  return a >>> 22 !== 0xfe80 >>> 6 && !isLoopbackAddress;
}

/** ECMP siblings go only when all of them are dead or over the device; otherwise they stay, dead. Source: `fib6_ifdown`. */
function removeDeviceRoutes6(namespace: Namespace, index: number): Namespace {
  const dies = ({ nexthops }: Route): boolean =>
    nexthops.some(({ dev, dead }) => dev === index || dead);
  const without = removeRoutes(namespace, 6, (route, table) => {
    if (route.object !== undefined) return false;
    // The kernel holds routes of the error types on lo.
    const [first = { dev: LOOPBACK_INDEX, dead: false }] = route.nexthops;
    return (first.dev === index || first.dead) && siblingsOf(table, route).every(dies);
  });
  return killSiblings6(without, index);
}
