import { compareRows } from './row.js';

const DIGIT_BITS = 11;
const DIGITS = 1 << DIGIT_BITS;

/**
 * Puts rows in order and drops all but the last of equal prefixes. Gives the array itself when there was nothing to do.
 *
 * A radix sort of the rows' places, least significant digit first: one pass for the length and three for each word of the address,
 * whatever the order was.
 */
export function sortRows(stride: number, rows: Uint32Array): Uint32Array {
  if (isStrictlyOrdered(stride, rows)) return rows;
  let order = Uint32Array.from({ length: rows.length / stride }, (_, index) => index * stride);
  let spare = new Uint32Array(order.length);
  for (let word = stride - 2; word >= 0; word--) {
    const bits = word === stride - 2 ? 8 : 32;
    for (let shift = 0; shift < bits; shift += DIGIT_BITS) {
      if (placeByDigit(rows, word, shift, order, spare)) [order, spare] = [spare, order];
    }
  }
  return gatherLast(stride, rows, order);
}

function isStrictlyOrdered(stride: number, rows: Uint32Array): boolean {
  for (let at = stride; at < rows.length; at += stride) {
    if (compareRows(stride, rows, at - stride, rows, at) >= 0) return false;
  }
  return true;
}

/** One stable counting pass over one digit. Says whether it wrote `to`: it does not when all rows have the same digit. */
function placeByDigit(
  rows: Uint32Array,
  word: number,
  shift: number,
  from: Uint32Array,
  to: Uint32Array,
): boolean {
  const starts = new Uint32Array(DIGITS + 1);
  for (const at of from) {
    const digit = ((rows[at + word] ?? 0) >>> shift) & (DIGITS - 1);
    starts[digit + 1] = (starts[digit + 1] ?? 0) + 1;
  }
  if (starts.includes(from.length)) return false;
  for (let digit = 1; digit < DIGITS; digit++) {
    starts[digit] = (starts[digit] ?? 0) + (starts[digit - 1] ?? 0);
  }
  for (const at of from) {
    const digit = ((rows[at + word] ?? 0) >>> shift) & (DIGITS - 1);
    const place = starts[digit] ?? 0;
    starts[digit] = place + 1;
    to[place] = at;
  }
  return true;
}

/** The rows in order, of equal prefixes the last one. */
function gatherLast(stride: number, rows: Uint32Array, order: Uint32Array): Uint32Array {
  const sorted = new Uint32Array(rows.length);
  let end = 0;
  for (let index = 0; index < order.length; index++) {
    const at = order[index] ?? 0;
    const next = order[index + 1];
    if (next !== undefined && compareRows(stride, rows, at, rows, next) === 0) continue;
    for (let word = 0; word < stride; word++) sorted[end++] = rows[at + word] ?? 0;
  }
  return end === sorted.length ? sorted : sorted.slice(0, end);
}
