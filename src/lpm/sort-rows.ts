import { compareRows } from './row.js';

const DIGIT_BITS = 11;
const DIGITS = 1 << DIGIT_BITS;
/** Runs up to this many rows are put in order by insertion. */
const SHORT_RUN_ROWS = 16;

/**
 * Puts rows in order and drops all but the last of equal prefixes. Gives the array itself when there was nothing to do.
 *
 * A radix sort by the first words of the addresses, least significant digit first, three passes each, whatever the order was: one word
 * for IPv4, two for IPv6, of whose prefixes hardly any differ further down. What they leave equal stands together then, rarely more than
 * a few rows, and is put in order by comparing.
 */
export function sortRows(stride: number, rows: Uint32Array): Uint32Array {
  if (isStrictlyOrdered(stride, rows)) return rows;
  const keyWords = Math.min(2, stride - 2);
  const sorted = orderByFirstWords(stride, rows, keyWords);
  for (let from = 0; from < sorted.length;) {
    let to = from + stride;
    while (to < sorted.length && shareWords(sorted, from, to, keyWords)) to += stride;
    if (to > from + stride) sortRun(stride, sorted, from, to);
    from = to;
  }
  return keepLast(stride, sorted);
}

function isStrictlyOrdered(stride: number, rows: Uint32Array): boolean {
  for (let at = stride; at < rows.length; at += stride) {
    if (compareRows(stride, rows, at - stride, rows, at) >= 0) return false;
  }
  return true;
}

/** A copy of the rows in the order of their first words. What is equal in them stays in order. */
function orderByFirstWords(stride: number, rows: Uint32Array, keyWords: number): Uint32Array {
  let from = rows.slice();
  let to = new Uint32Array(rows.length);
  for (let word = keyWords - 1; word >= 0; word--) {
    for (let shift = 0; shift < 32; shift += DIGIT_BITS) {
      const places = digitPlaces(stride, from, word, shift);
      if (places === undefined) continue;
      for (let at = 0; at < from.length; at += stride) {
        const digit = ((from[at + word] ?? 0) >>> shift) & (DIGITS - 1);
        const place = places[digit] ?? 0;
        places[digit] = place + stride;
        // Whole rows, not their places: reading them from all over the memory afterwards took longer.
        for (let next = 0; next < stride; next++) to[place + next] = from[at + next] ?? 0;
      }
      [from, to] = [to, from];
    }
  }
  return from;
}

/** Where the rows with each digit go; undefined when all have the same. */
function digitPlaces(
  stride: number,
  rows: Uint32Array,
  word: number,
  shift: number,
): Uint32Array | undefined {
  const places = new Uint32Array(DIGITS + 1);
  for (let at = word; at < rows.length; at += stride) {
    const next = (((rows[at] ?? 0) >>> shift) & (DIGITS - 1)) + 1;
    places[next] = (places[next] ?? 0) + stride;
  }
  if (places.includes(rows.length)) return undefined;
  for (let digit = 1; digit < DIGITS; digit++) {
    places[digit] = (places[digit] ?? 0) + (places[digit - 1] ?? 0);
  }
  return places;
}

function shareWords(rows: Uint32Array, a: number, b: number, words: number): boolean {
  for (let word = 0; word < words; word++) {
    if (rows[a + word] !== rows[b + word]) return false;
  }
  return true;
}

/** Puts the rows between two places in order; equal prefixes stay as they came. */
function sortRun(stride: number, rows: Uint32Array, from: number, to: number): void {
  if (to - from <= SHORT_RUN_ROWS * stride) {
    insertInOrder(stride, rows, from, to);
    return;
  }
  const run = rows.slice(from, to);
  const order = Array.from({ length: run.length / stride }, (_, index) => index * stride);
  order.sort((a, b) => compareRows(stride, run, a, run, b));
  for (const [index, at] of order.entries()) {
    rows.set(run.subarray(at, at + stride), from + stride * index);
  }
}

function insertInOrder(stride: number, rows: Uint32Array, from: number, to: number): void {
  for (let at = from + stride; at < to; at += stride) {
    let place = at;
    while (place > from && compareRows(stride, rows, place - stride, rows, at) > 0) place -= stride;
    if (place === at) continue;
    const row = rows.slice(at, at + stride);
    rows.copyWithin(place + stride, place, at);
    rows.set(row, place);
  }
}

/** Drops all but the last of equal prefixes, which stand together. */
function keepLast(stride: number, rows: Uint32Array): Uint32Array {
  let end = 0;
  for (let at = 0; at < rows.length; at += stride) {
    const next = at + stride;
    if (next < rows.length && compareRows(stride, rows, at, rows, next) === 0) continue;
    if (end < at) rows.copyWithin(end, at, next);
    end += stride;
  }
  return end === rows.length ? rows : rows.slice(0, end);
}
