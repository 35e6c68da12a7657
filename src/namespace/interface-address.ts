import type { Address } from '../address/address.js';
import type { Family } from '../address/family.js';
import type { Link } from './link.js';

/** One address of a device: the kernel's `in_ifaddr` or `inet6_ifaddr`. */
export interface InterfaceAddress {
  /** The own address. */
  readonly local: Address;
  /** The peer's address; equal to `local` when there is none. */
  readonly peer: Address;
  /** Length of the prefix of the peer's address. */
  readonly length: number;
  readonly broadcast: Address | undefined;
  readonly scope: number;
  /** IPv4: of a subnet that already had a primary address. */
  readonly secondary: boolean;
  readonly noprefixroute: boolean;
  /** Metric of its prefix route; 0 when none was given. */
  readonly metric: number;
  /** IPv4: the label, the device's name unless another was given. Empty for IPv6. */
  readonly label: string;
  /** IPv6: preferred_lft is 0; avoided as a source. */
  readonly deprecated: boolean;
  /** Words such as `nodad`, `home` that were given and are shown, in the order in which ip(8) shows them. */
  readonly flags: readonly string[];
  /** IFAPROT_ number of the address's origin; 0 when none. */
  readonly protocol: number;
}

/** The addresses of one family on a device, in the kernel's list order. */
export function addressesOf(link: Link, family: Family): readonly InterfaceAddress[] {
  return link.addresses.filter((address) => address.local.family === family);
}
