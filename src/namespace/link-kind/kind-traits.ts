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

/** What a kind of device is, whatever its settings. */
export interface KindTraits {
  readonly hardware: Hardware;
  /** Limits of its MTU; a maximum of 0 is none. Source: `min_mtu`, `max_mtu` of each driver. */
  readonly mtu: readonly [min: number, max: number];
  /** Its queueing discipline once it was up. */
  readonly qdisc: string;
  /** Transmit and receive queues. */
  readonly queues: readonly [tx: number, rx: number];
  /** How a new device differs from a plain Ethernet device. Source: each driver's `setup` function. */
  readonly fresh: Partial<Link>;
  /** Words among its flags that only such devices have. */
  readonly flags: readonly string[];
  /** What its driver does as it is taken up. */
  readonly open?: (namespace: Namespace, link: Link) => Namespace;
}

/** An Ethernet device without a queue. */
export const ETHERNET_TRAITS: KindTraits = {
  hardware: HARDWARE.ether,
  mtu: [68, 65535],
  qdisc: 'noqueue',
  queues: [1, 1],
  fresh: {},
  flags: [],
};
