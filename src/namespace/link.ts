import type { Address } from '../address/address.js';

/** Kinds of device that are simulated. `device` is any plain one of a kind that makes no difference here (dummy, ifb). */
export type LinkKind = 'loopback' | 'veth' | 'dummy' | 'ifb' | 'bridge' | 'ppp' | 'tun' | 'wireguard';

/** One address of a device (the kernel's `in_ifaddr`). Held in the kernel's list order. */
export interface InterfaceAddress {
  /** The own address. */
  readonly local: Address;
  /** The peer's address; equal to `local` when there is none. */
  readonly peer: Address;
  readonly length: number;
  readonly broadcast: Address | undefined;
  readonly scope: number;
  /** Of a subnet that already had a primary address. */
  readonly secondary: boolean;
  readonly noprefixroute: boolean;
  /** Metric of its prefix route; 0 when none. */
  readonly metric: number;
  readonly label: string;
  /** Words such as `nodad`, `deprecated` that were given and are shown. */
  readonly flags: readonly string[];
  /** RTPROT-like number of the address's origin; 0 when not shown. */
  readonly protocol: number;
}

/** One network device. */
export interface Link {
  /** ifindex, from 1 (lo). */
  readonly index: number;
  readonly name: string;
  readonly kind: LinkKind;
  /** Administratively up (IFF_UP). */
  readonly up: boolean;
  /** The other end is up as well (veth); a device without a peer always has its carrier. */
  readonly carrier: boolean;
  readonly mtuBytes: number;
  readonly group: number;
  /** Link-layer address, lower case with colons. */
  readonly lladdr: string;
  readonly arp: boolean;
  /** A veth's other end: the name of its namespace and its ifindex there. */
  readonly peer: { readonly namespace: string; readonly index: number } | undefined;
  readonly addresses: readonly InterfaceAddress[];
}
