import { BROADCAST_LLADDR, NO_LLADDR } from '../address/lladdr.js';
import type { InterfaceAddress } from './address/interface-address.js';
import { traitsOf, type LinkKind, type LinkSettings } from './link-kind/link-kinds.js';

export type { LinkKind, LinkSettings } from './link-kind/link-kinds.js';

/** Where a device is: the name of its namespace, and its ifindex there. */
export interface LinkPlace {
  readonly namespace: string;
  readonly index: number;
}

/** Reports whether two places are the same. */
export function isSamePlace(one: LinkPlace | undefined, other: LinkPlace): boolean {
  return one?.namespace === other.namespace && one.index === other.index;
}

/** One network device. Make one with `makeLink`. */
export interface Link {
  /** ifindex, from 1 (lo). */
  readonly index: number;
  readonly name: string;
  readonly kind: LinkKind;
  /** Administratively up (IFF_UP). */
  readonly up: boolean;
  /** Has been up at least once: it then keeps its queueing discipline. */
  readonly started: boolean;
  /** Its lower layer works: of a veth, both ends are up. Routes over a device without it are `linkdown`. */
  readonly carrier: boolean;
  /** When its carrier was lost, the other end had none either: its state is LOWERLAYERDOWN, not DOWN, while it has no carrier. */
  readonly lowerLayerDown: boolean;
  /** Its carrier was reported: until then the state of a bridge is UNKNOWN. Drivers without a notion of a carrier never report it. */
  readonly carrierKnown: boolean;
  /** IPv6 runs on it (the kernel's IF_READY): set when it is up with a carrier, cleared when it goes down. */
  readonly ready6: boolean;
  /** It has become an IPv6 router while it was there, so it is in the groups of routers of every scope; one that begins as a router is in that of the link alone. */
  readonly routerGroups6: boolean;
  /** It has had an IPv4 address: its net.ipv4.conf values don't follow `default` any more. Source: `ipv4_devconf_setall`. */
  readonly ownConf4: boolean;
  readonly mtuBytes: number;
  /** A bridge was given its MTU, and doesn't take that of its ports. */
  readonly ownMtu: boolean;
  readonly group: number;
  /** Link-layer address, lower case with colons; empty for a device that has no link layer. */
  readonly lladdr: string;
  /** A bridge was given its link-layer address, and doesn't take that of a port. */
  readonly ownLladdr: boolean;
  /** The link-layer address of a bond's port, which it has again when it is none any more; undefined for every other device. */
  readonly permanentLladdr: string | undefined;
  /** The MTU of a bond's or team's port, which it has again when it is none any more; undefined for every other device. */
  readonly permanentMtuBytes: number | undefined;
  /** Link-layer broadcast address, in the same form. */
  readonly broadcastLladdr: string;
  /** Further link-layer addresses that a command gave it to take frames for, in the order in which they came. */
  readonly moreLladdrs: readonly string[];
  /** Link-layer addresses of the groups that it takes frames for, in the order in which they came. Source: `struct net_device`, `mc`. */
  readonly groupLladdrs: readonly string[];
  /** IFF_BROADCAST. */
  readonly broadcast: boolean;
  /** IFF_POINTOPOINT. */
  readonly pointToPoint: boolean;
  /** Neighbours are asked for (not IFF_NOARP). */
  readonly arp: boolean;
  /** IFF_MULTICAST. */
  readonly multicast: boolean;
  readonly promisc: boolean;
  readonly allmulticast: boolean;
  /** IFF_DYNAMIC, a word without effect. */
  readonly dynamic: boolean;
  /** Length of the transmit queue, in packets. */
  readonly txQueueLength: number;
  readonly alias: string | undefined;
  /** A veth's other end; undefined for every other kind. */
  readonly peer: LinkPlace | undefined;
  /** The device that it lies on: of a VLAN, the one whose frames it takes. */
  readonly lower: LinkPlace | undefined;
  /** ifindex of the device that it is a port of. */
  readonly master: number | undefined;
  /** What only devices of its kind have. */
  readonly settings: LinkSettings;
  /** Its addresses, those of IPv4 first; each family in the kernel's list order, on which source selection depends. */
  readonly addresses: readonly InterfaceAddress[];
}

/** Makes a device as it is when new: down, without addresses. */
export function makeLink(kind: LinkKind, index: number, name: string, lladdr = NO_LLADDR): Link {
  return {
    index,
    name,
    kind,
    up: false,
    started: false,
    carrier: false,
    lowerLayerDown: false,
    carrierKnown: true,
    ready6: false,
    routerGroups6: false,
    ownConf4: false,
    mtuBytes: 1500,
    ownMtu: false,
    group: 0,
    lladdr,
    ownLladdr: false,
    permanentLladdr: undefined,
    permanentMtuBytes: undefined,
    broadcastLladdr: BROADCAST_LLADDR,
    moreLladdrs: [],
    groupLladdrs: [],
    broadcast: true,
    pointToPoint: false,
    arp: true,
    multicast: true,
    promisc: false,
    allmulticast: false,
    dynamic: false,
    txQueueLength: 1000,
    alias: undefined,
    peer: undefined,
    lower: undefined,
    master: undefined,
    settings: { kind: 'plain' },
    addresses: [],
    ...traitsOf(kind).fresh,
  };
}

/** A device with a smaller MTU has no IPv6. Source: `IPV6_MIN_MTU`. */
const MIN_MTU_6 = 1280;

/** Whether the device has IPv6 at all, be it switched off: not below the smallest MTU, but for lo. Source: `addrconf_notify`. */
export function hasIpv6(link: Link): boolean {
  return link.mtuBytes >= MIN_MTU_6 || link.kind === 'loopback';
}
