import { addressFromWords, sameAddress, unspecifiedAddress, type Address } from './address.js';
import { addressBits, type Family } from './family.js';

/**
 * An address prefix: the first `length` bits of `address`. Canonical: all bits after the prefix are zero.
 */
export interface Prefix {
  readonly address: Address;
  readonly length: number;
}

/** The netmask of a prefix length, as words: 24 gives `[0xffffff00]` for IPv4. */
export function maskWords(family: Family, length: number): readonly number[] {
  return unspecifiedAddress(family).words.map((_, index) => wordMask(length - 32 * index));
}

/** The length of the prefix that a mask is; undefined when it's none. */
export function maskLength(family: Family, mask: readonly number[]): number | undefined {
  const bits = addressBits(family);
  for (let length = 0; length <= bits; length += 1) {
    const words = maskWords(family, length);
    if (words.every((word, index) => word === mask[index])) return length;
  }
  return undefined;
}

/** The first `bits` bits of a 32-bit word set; below 0 none, above 32 all. */
export function wordMask(bits: number): number {
  if (bits <= 0) return 0;
  return bits >= 32 ? 0xffffffff : (0xffffffff << (32 - bits)) >>> 0;
}

/**
 * Makes a prefix; bits after its length are cleared.
 *
 * @param length - 0..32 for IPv4, 0..128 for IPv6
 * @throws RangeError when the length is out of range
 *
 * @example
 * ```ts
 * import { makePrefix, parseAddress, printPrefix } from 'nexthop';
 * printPrefix(makePrefix(parseAddress('10.1.2.3'), 8)); // '10.0.0.0/8'
 * ```
 */
export function makePrefix(address: Address, length: number): Prefix {
  const bits = addressBits(address.family);
  if (!Number.isInteger(length) || length < 0 || length > bits) {
    throw new RangeError(`length: 0..${bits}, got ${length}`);
  }
  const words: number[] = [];
  for (let index = 0; index < address.words.length; index++) {
    words.push(((address.words[index] ?? 0) & wordMask(length - 32 * index)) >>> 0);
  }
  return Object.freeze({ address: addressFromWords(address.family, words), length });
}

/** The bits of an address that a mask has. */
export function maskAddress(address: Address, mask: readonly number[]): Address {
  const words = address.words.map((word, index) => (word & (mask[index] ?? 0)) >>> 0);
  return addressFromWords(address.family, words);
}

/** The prefix that holds one address only: /32 or /128. */
export function hostPrefix(address: Address): Prefix {
  return { address, length: addressBits(address.family) };
}

/** The prefix that holds every address of a family: 0.0.0.0/0 or ::/0. */
export function defaultPrefix(family: Family): Prefix {
  return { address: unspecifiedAddress(family), length: 0 };
}

/**
 * Reports whether an address lies in a prefix; false across families.
 *
 * @example
 * ```ts
 * import { parseAddress, parsePrefix, prefixContains } from 'nexthop';
 * prefixContains(parsePrefix('10.0.0.0/8'), parseAddress('10.1.2.3')); // true
 * prefixContains(parsePrefix('::/0'), parseAddress('10.1.2.3')); // false
 * ```
 */
export function prefixContains(prefix: Prefix, address: Address): boolean {
  if (prefix.address.family !== address.family) return false;
  const { words } = prefix.address;
  for (let index = 0; index < words.length; index++) {
    const mask = wordMask(prefix.length - 32 * index);
    if (((address.words[index] ?? 0) & mask) >>> 0 !== words[index]) return false;
  }
  return true;
}

/** Reports whether two prefixes are of the same family, address and length. */
export function samePrefix(a: Prefix, b: Prefix): boolean {
  return a.length === b.length && sameAddress(a.address, b.address);
}

/** Whether all of `inner` lies in `outer`; true when they are equal. */
export function prefixCovers(outer: Prefix, inner: Prefix): boolean {
  return outer.length <= inner.length && prefixContains(outer, inner.address);
}
