import { sameAddress, type Address } from '../address/address.js';
import type { Namespace } from './namespace.js';

/** Whether any device of the host has the address. Source: `inet_confirm_addr`, `ipv6_chk_addr_and_flags`. */
export function isOwnAddress({ links }: Namespace, address: Address): boolean {
  return links.some(({ addresses }) =>
    addresses.some(({ local, resting }) => !resting && sameAddress(local, address)),
  );
}
