import { addressFromWords, isUnspecified, type Address } from '../../address/address.js';
import { makePrefix, maskWords, prefixContains, type Prefix } from '../../address/prefix.js';
import type { InterfaceAddress } from './interface-address.js';

/** The subnet of an IPv4 address: that of its peer. */
export function subnetOf(address: InterfaceAddress): Prefix {
  return makePrefix(address.peer, address.length);
}

/** Reports whether two IPv4 addresses have the same mask and subnet. Source: `inet_ifa_match`. */
export function sameSubnet(a: InterfaceAddress, b: InterfaceAddress): boolean {
  return a.length === b.length && prefixContains(subnetOf(b), a.peer);
}

/** Reports whether a subnet begins at 0.0.0.0; it gets no routes. Source: `ipv4_is_zeronet`. */
export function isZeronet({ address }: Prefix): boolean {
  return isUnspecified(address);
}

/** The last address of a subnet: all host bits set. */
export function subnetBroadcast({ address, length }: Prefix): Address {
  const [word = 0] = address.words;
  const [mask = 0] = maskWords(4, length);
  return addressFromWords(4, [(word | ~mask) >>> 0]);
}
