import { parseAddress, parsePrefix, printAddress } from '../address/address-text.js';
import type { Address } from '../address/address.js';
import { addressBits, type Family } from '../address/family.js';
import type { Prefix } from '../address/prefix.js';
import { rowStride, truncateRow } from './row/row.js';
import { scanIPv4, scanIPv6 } from './scan-address.js';

/** A prefix, or its text: `10.0.0.0/8`; without a length it holds one address only. */
export type PrefixLike = Prefix | string;

/** An address, or its text. */
export type AddressLike = Address | string;

/** Makes the row of a prefix: see {@link readRowInto}. */
export function readRow(family: Family, prefix: PrefixLike, id = 0): Uint32Array {
  const row = new Uint32Array(rowStride(family));
  readRowInto(family, prefix, id, row, 0);
  return row;
}

/**
 * Writes the row of a prefix at a place among others; bits after its length are cleared.
 *
 * @throws ParseError when a text is no prefix
 * @throws RangeError when the prefix is of another family
 */
export function readRowInto(
  family: Family,
  prefix: PrefixLike,
  id: number,
  rows: Uint32Array,
  at: number,
): void {
  const stride = rowStride(family);
  const length = typeof prefix === 'string' ? scanPrefix(family, prefix, rows, at) : -1;
  if (length >= 0) {
    truncateRow(stride, rows, at, length);
  } else {
    const read = typeof prefix === 'string' ? parsePrefix(prefix) : prefix;
    rows.set(checkFamily(family, read.address).words, at);
    truncateRow(stride, rows, at, read.length);
  }
  rows[at + stride - 1] = id;
}

/** Reads the address of a prefix text into words and gives its length; -1 when this fast way does not know the text. */
function scanPrefix(family: Family, text: string, words: Uint32Array, at: number): number {
  const slash = text.indexOf('/');
  const bits = addressBits(family);
  const length = slash < 0 ? bits : scanLength(text, slash + 1, bits);
  return scan(family, text, slash < 0 ? text.length : slash, words, at) ? length : -1;
}

/**
 * Reads an address into the words from `at` on.
 *
 * @throws ParseError when a text is no address
 * @throws RangeError when the address is of another family
 */
export function readWords(family: Family, address: AddressLike, words: Uint32Array, at = 0): void {
  if (typeof address === 'string') {
    if (scan(family, address, address.length, words, at)) return;
    words.set(checkFamily(family, parseAddress(address)).words, at);
  } else {
    words.set(checkFamily(family, address).words, at);
  }
}

function scan(family: Family, text: string, end: number, words: Uint32Array, at: number): boolean {
  return family === 4 ? scanIPv4(text, 0, end, words, at) : scanIPv6(text, 0, end, words, at);
}

/** A prefix length; -1 when the text is none. */
function scanLength(text: string, from: number, max: number): number {
  const digits = text.length - from;
  if (digits < 1 || digits > 3 || (digits > 1 && text[from] === '0')) return -1;
  let length = 0;
  for (let at = from; at < text.length; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return -1;
    length = 10 * length + digit;
  }
  return length <= max ? length : -1;
}

function checkFamily(family: Family, address: Address): Address {
  if (address.family === family) return address;
  throw new RangeError(
    `family: an IPv${family} table holds IPv${family}, got ${printAddress(address)}`,
  );
}
