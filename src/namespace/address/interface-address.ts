import { Set } from 'immutable';
import type { Address } from '../../address/address.js';
import { isLinkLocal6, isLoopback } from '../../address/address-class.js';
import type { Family } from '../../address/family.js';
import { SCOPE } from '../../fib/route.js';

/**
 * What can be said of an address beside its values; the words are those of ip-address(8), in the order in which it shows them.
 *
 * @example
 * ```ts
 * import { ADDRESS_FLAGS } from 'nexthop';
 * ADDRESS_FLAGS.includes('nodad'); // true
 * ```
 */
export const ADDRESS_FLAGS = Object.freeze([
  'nodad',
  'home',
  'deprecated',
  'mngtmpaddr',
  'noprefixroute',
] as const);

/** One of {@link ADDRESS_FLAGS}. */
export type AddressFlag = (typeof ADDRESS_FLAGS)[number];

/** One address of a device: the kernel's `in_ifaddr` or `inet6_ifaddr`. Make one with `makeInterfaceAddress`. */
export interface InterfaceAddress {
  /** The own address. */
  readonly local: Address;
  /** The peer's address; equal to `local` when there is none. */
  readonly peer: Address;
  /** Prefix length: of the subnet of the peer's address for IPv4, of the own one for IPv6. */
  readonly length: number;
  /** IPv4 only. */
  readonly broadcast: Address | undefined;
  readonly scope: number;
  /** IPv4: of a subnet that already had a primary address. */
  readonly secondary: boolean;
  /** IPv4: its place in the order in which the namespace got its addresses. Of equal ones on several devices the last is found by its value. Source: `inet_hash_insert`. */
  readonly arrival: number;
  /** Metric of its prefix route; 0 when none was given. */
  readonly metric: number;
  /** IPv4: the label, the device's name unless another was given. Empty for IPv6. */
  readonly label: string;
  readonly flags: Set<AddressFlag>;
  /** IPv6: kept while its device was down; all its routes come back with the device. */
  readonly resting: boolean;
  /** IFAPROT_ number of the address's origin: 1 of `lo`, 3 of a link-local address; 0 when none. */
  readonly protocol: number;
}

/** What an address is made of; what is absent gets the value that the kernel gives. */
export interface InterfaceAddressFields {
  readonly local: Address;
  readonly length: number;
  readonly peer?: Address | undefined;
  readonly broadcast?: Address | undefined;
  readonly scope?: number | undefined;
  readonly metric?: number | undefined;
  readonly label?: string | undefined;
  readonly flags?: Iterable<AddressFlag> | undefined;
  readonly protocol?: number | undefined;
}

/** Makes an address. Absent fields: no peer, no broadcast, global scope (IPv6: what the address says), no metric, no label. */
export function makeInterfaceAddress(fields: InterfaceAddressFields): InterfaceAddress {
  const { local } = fields;
  return {
    local,
    peer: fields.peer ?? local,
    length: fields.length,
    broadcast: fields.broadcast,
    scope: local.family === 6 ? scopeOf6(local) : (fields.scope ?? SCOPE.global),
    secondary: false,
    arrival: 0,
    resting: false,
    metric: fields.metric ?? 0,
    label: fields.label ?? '',
    flags: Set(fields.flags),
    protocol: fields.protocol ?? 0,
  };
}

/** Scope that `ip address` shows for an IPv6 address. Source: `rt_scope`. */
function scopeOf6(address: Address): number {
  if (isLoopback(address)) return SCOPE.host;
  if (isLinkLocal6(address)) return SCOPE.link;
  return (address.words[0] ?? 0) >>> 22 === 0xfec0 >>> 6 ? SCOPE.site : SCOPE.global;
}

/** The addresses of one family on a device, in the kernel's list order. */
export function addressesOf(
  { addresses }: { readonly addresses: readonly InterfaceAddress[] },
  family: Family,
): readonly InterfaceAddress[] {
  return addresses.filter((address) => address.local.family === family);
}
