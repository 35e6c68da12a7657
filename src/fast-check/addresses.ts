import * as fc from 'fast-check';
import { parseAddress, printAddress } from '../address/address-text.js';
import { addressFromWords, type Address } from '../address/address.js';
import type { Family } from '../address/family.js';
import { printed } from './printed.js';

/** Addresses that Linux treats in a way of their own. */
const SPECIAL: Readonly<Record<Family, readonly string[]>> = {
  4: ['0.0.0.0', '127.0.0.1', '224.0.0.1', '255.255.255.255', '169.254.0.1'],
  6: ['::', '::1', 'fe80::1', 'ff02::1', '::ffff:10.0.0.1', '2001:db8::1'],
};

const words = fc.oneof(fc.nat({ max: 0xff }), fc.nat({ max: 0xffffffff }));

/** Makes the addresses of a family from words. */
const ANY: Readonly<Record<Family, fc.Arbitrary<readonly number[]>>> = {
  4: fc.oneof(
    fc.nat({ max: 0x3_0303 }).map((low) => [0x0a000000 + low]),
    words.map((word) => [word]),
  ),
  6: fc.oneof(
    fc.nat({ max: 0x303 }).map((low) => [0x20010db8, 0, 0, low]),
    fc.tuple(words, words, words, words),
  ),
};

/**
 * Addresses of a family: some of 10.0.0.0/14 or 2001:db8::/118, so that they meet each other, some from anywhere, and those that Linux
 * treats in a way of their own. They shrink towards 10.0.0.0 or 2001:db8::.
 *
 * @example
 * ```ts
 * import * as fc from 'fast-check';
 * import { parseAddress, printAddress, sameAddress } from 'nexthop';
 * import { addresses } from 'nexthop/fast-check';
 * const property = fc.property(addresses(6), (address) =>
 *   sameAddress(parseAddress(printAddress(address)), address),
 * );
 * fc.check(property).failed; // false
 * ```
 */
export function addresses(family: Family): fc.Arbitrary<Address> {
  return fc
    .oneof(
      { weight: 8, arbitrary: ANY[family].map((drawn) => addressFromWords(family, drawn)) },
      { weight: 1, arbitrary: fc.constantFrom(...SPECIAL[family]).map(parseAddress) },
    )
    .map((address) => printed(address, () => printAddress(address)));
}
