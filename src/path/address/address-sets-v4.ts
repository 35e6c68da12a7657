import { addressFromWords } from '../../address/address.js';
import { makePrefix } from '../../address/prefix.js';
import type { AddressField } from '../../packet/field.js';
import type { Namespace } from '../../namespace/namespace.js';
import { addressIn, addressIs } from '../../predicate/address-predicate.js';
import { any, type Predicate } from '../../predicate/predicate.js';

function isIn(word: number, length: number): (field: AddressField) => Predicate {
  const prefix = makePrefix(addressFromWords(4, [word]), length);
  return (field) => addressIn(field, prefix);
}

/** 0.0.0.0. The rest of 0.0.0.0/8 is ordinary. Source: `ipv4_is_zeronet`. */
export const isZero = isIn(0, 32);
/** 255.255.255.255. Source: `ipv4_is_lbcast`. */
export const isLimitedBroadcast = isIn(0xffffffff, 32);
/** 224.0.0.0/4. Source: `ipv4_is_multicast`. */
export const isMulticast = isIn(0xe0000000, 4);
/** 224.0.0.0/24. Source: `ipv4_is_local_multicast`. */
export const isLocalMulticast = isIn(0xe0000000, 24);
/** The group that every device is in as long as it is up. Source: `ip_mc_up`. */
export const ALL_HOSTS = addressFromWords(4, [0xe0000001]);
/** 127.0.0.0/8. Source: `ipv4_is_loopback`. */
export const isLoopback = isIn(0x7f000000, 8);

/** One of the addresses that are configured on the namespace's devices. Source: `inet_lookup_ifaddr_rcu`. */
export function isConfigured(namespace: Namespace, field: AddressField): Predicate {
  return any(
    namespace.links
      .toArray()
      .flatMap((link) => link.addresses)
      .filter(({ local }) => local.family === 4)
      .map(({ local }) => addressIs(field, local)),
  );
}
