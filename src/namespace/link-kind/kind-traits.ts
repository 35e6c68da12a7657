import type { ErrnoName } from '../../errno.js';
import type { Link } from '../link.js';
import type { Namespace } from '../namespace.js';

/** The type of a device's link layer: its number, and its name in listings. Source: `if_arp.h`, `ll_type_n2a` of iproute2. */
export interface Hardware {
  readonly type: number;
  readonly name: string;
}

/** The link layers of the simulated kinds. */
export const HARDWARE = {
  ether: { type: 1, name: 'ether' },
  ipip: { type: 768, name: 'ipip' },
  tunnel6: { type: 769, name: 'tunnel6' },
  loopback: { type: 772, name: 'loopback' },
  sit: { type: 776, name: 'sit' },
  gre: { type: 778, name: 'gre' },
  none: { type: 65534, name: 'none' },
} as const satisfies Record<string, Hardware>;

/** How devices of a kind follow the one that they lie on. Each goes when that one is deleted. */
export interface LowerFollowing {
  /** It goes up and down with the device below. */
  readonly up: (link: Link) => boolean;
  /** It can't be taken up while the device below is down. */
  readonly needsUp: (link: Link) => boolean;
  /** It has a carrier when the device below has. */
  readonly carrier: boolean;
  /** It keeps its carrier while it is down itself. */
  readonly carrierWhileDown: boolean;
  /** It takes the link-layer address of the device below, unless it was given its own. */
  readonly lladdr: (link: Link) => 'while up' | 'never' | 'always';
  /** What refuses an MTU above that of the device below, with which it shrinks. */
  readonly greaterMtu: ErrnoName;
  /** How much less its MTU must be than that of the device below; nothing when left out. */
  readonly mtuLess?: (link: Link) => number;
  /** It shrinks with the device below, unless that is said not to be so. */
  readonly shrinks?: false;
  /** Whatever the MTU of the device below becomes, its own becomes. */
  readonly equalMtu?: true;
  /** Listings don't name the device below. */
  readonly hidden?: true;
  /** Those with lower numbers follow first. */
  readonly order: (link: Link) => number;
}

/** What a kind of device is, whatever its settings. */
export interface KindTraits {
  /** The name that the kernel has for the kind, where that isn't its own here. */
  readonly name?: string;
  readonly hardware: Hardware;
  /** Limits of its MTU; a maximum of 0 is none. Source: `min_mtu`, `max_mtu` of each driver. */
  readonly mtu: readonly [min: number, max: number];
  /** Its queueing discipline once it was up. */
  readonly qdisc: string;
  /** Transmit and receive queues, as many of each. */
  readonly queuesOf: (link: Link) => number;
  /** Source: `netif_set_tso_max_size`. */
  readonly tsoMaxSize: number;
  /** Its frames can have tags of VLANs (not NETIF_F_VLAN_CHALLENGED). */
  readonly takesTags: boolean;
  /** Its driver picks out frames for several single addresses (IFF_UNICAST_FLT); another takes all while it is asked for more than its own. */
  readonly filtersAddresses: boolean;
  /** `ip link set carrier` changes its carrier (ndo_change_carrier). */
  readonly changesCarrier: boolean;
  /** It is linked to a device below or, in listings, to `NONE`. */
  readonly liesOnLink: boolean;
  /** It makes itself a link-local address and has a route for groups. Source: `addrconf_init_auto_addrs`. */
  readonly ownIpv6: boolean;
  /** It can be moved into another namespace. */
  readonly moves: boolean;
  /** How a new device differs from a plain Ethernet device. Source: each driver's `setup` function. */
  readonly fresh: Partial<Link>;
  /** Words among its flags that only such devices have. */
  readonly flags: readonly string[];
  readonly follows?: LowerFollowing;
  /** What its driver does as it is taken up. */
  readonly open?: (namespace: Namespace, link: Link) => Namespace;
}

/** An Ethernet device without a queue. */
export const ETHERNET_TRAITS: KindTraits = {
  hardware: HARDWARE.ether,
  mtu: [68, 65535],
  qdisc: 'noqueue',
  queuesOf: () => 1,
  tsoMaxSize: 524280,
  takesTags: true,
  filtersAddresses: false,
  changesCarrier: false,
  liesOnLink: false,
  ownIpv6: true,
  moves: true,
  fresh: {},
  flags: [],
};
