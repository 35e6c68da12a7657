/**
 * A row is a prefix and its value id as 32-bit words in a Uint32Array that holds many of them end to end:
 *
 * ```
 *   IPv4   | address | length | id |                     3 words
 *   IPv6   | address x 4               | length | id |   6 words
 * ```
 *
 * Rows are ordered by address, then by length: what a prefix holds follows it at once, and whatever holds a prefix comes before it.
 */
import { addressFromWords } from '../../address/address.js';
import type { Family } from '../../address/family.js';
import type { Prefix } from '../../address/prefix.js';

/** How many words a row has. */
export function rowStride(family: Family): number {
  return family === 4 ? 3 : 6;
}

/** Makes a row of its own. */
export function makeRow(prefix: Prefix, id = 0): Uint32Array {
  return Uint32Array.of(...prefix.address.words, prefix.length, id);
}

/** The prefix of the row that begins at `at`. */
export function rowPrefix(family: Family, rows: Uint32Array, at: number): Prefix {
  const lengthAt = at + rowStride(family) - 2;
  const words = [...rows.subarray(at, lengthAt)];
  return Object.freeze({
    address: addressFromWords(family, words),
    length: rows[lengthAt] ?? 0,
  });
}

/** Orders two rows by address, then by length. Negative, zero or positive. */
export function compareRows(
  stride: number,
  a: Uint32Array,
  aAt: number,
  b: Uint32Array,
  bAt: number,
): number {
  for (let word = 0; word < stride - 1; word++) {
    const difference = (a[aAt + word] ?? 0) - (b[bAt + word] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** How many leading address bits two rows share, at most 32 or 128. */
export function sharedBits(
  stride: number,
  a: Uint32Array,
  aAt: number,
  b: Uint32Array,
  bAt: number,
): number {
  for (let word = 0; word < stride - 2; word++) {
    const difference = (a[aAt + word] ?? 0) ^ (b[bAt + word] ?? 0);
    if (difference !== 0) return 32 * word + Math.clz32(difference);
  }
  return 32 * (stride - 2);
}

/** Whether the prefix of one row holds all of the prefix of another; true when they are equal. */
export function rowCovers(
  stride: number,
  outer: Uint32Array,
  outerAt: number,
  inner: Uint32Array,
  innerAt: number,
): boolean {
  const length = outer[outerAt + stride - 2] ?? 0;
  return (
    length <= (inner[innerAt + stride - 2] ?? 0) &&
    length <= sharedBits(stride, outer, outerAt, inner, innerAt)
  );
}

/** Makes the row that begins at `at` the prefix of `length` bits of its address, in place. */
export function truncateRow(stride: number, rows: Uint32Array, at: number, length: number): void {
  for (let word = 0; word < stride - 2; word++) {
    const bits = Math.min(32, Math.max(0, length - 32 * word));
    const mask = bits === 0 ? 0 : -1 << (32 - bits);
    rows[at + word] = (rows[at + word] ?? 0) & mask;
  }
  rows[at + stride - 2] = length;
}

/**
 * `bits` bits of the address of the row that begins at `at`, from bit `depth` on, counted from the most significant; they end within
 * the address.
 */
export function addressBitsAt(rows: Uint32Array, at: number, depth: number, bits: number): number {
  const word = at + (depth >>> 5);
  const shift = depth & 31;
  let window = (rows[word] ?? 0) << shift;
  if (shift + bits > 32) window |= (rows[word + 1] ?? 0) >>> (32 - shift);
  return window >>> (32 - bits);
}

/**
 * The place of the last row, in a run of ordered rows, that is not after a row sought: an index of rows, not of words; -1 when all are
 * after it.
 */
export function lastRowAtMost(stride: number, rows: Uint32Array, sought: Uint32Array): number {
  let low = 0;
  let high = rows.length / stride;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareRows(stride, rows, middle * stride, sought, 0) <= 0) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
