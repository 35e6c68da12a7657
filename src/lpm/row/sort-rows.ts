import { compareRows } from './row.js';

const DIGIT_BITS = 11;
const DIGITS = 1 << DIGIT_BITS;
/** Runs up to this many rows are put in order by insertion. */
const SHORT_RUN_ROWS = 16;

/** A digit of the key that rows are first put in order by. */
interface Digit {
  readonly word: number;
  readonly shift: number;
}

const IPV4_STRIDE = 3;

/** Least significant first: all of an IPv4 address. */
const IPV4_KEY: readonly Digit[] = [0, 11, 22].map((shift) => ({ word: 0, shift }));

/** The bits of the second word that are in the key of an IPv6 row. */
const KEY_MASK = -1 << 10;

/** The first 54 bits of an IPv6 address, which distinguish nearly all prefixes. */
const IPV6_KEY: readonly Digit[] = [...[10, 21].map((shift) => ({ word: 1, shift })), ...IPV4_KEY];

/**
 * Puts rows in order and drops all but the last of equal prefixes. Gives the array itself when there was nothing to do.
 *
 * A radix sort by the first bits of the addresses, least significant digit first, three passes for IPv4 and five for IPv6, whatever the
 * order was. What they leave equal stands together then, rarely more than a few rows, and is put in order by comparing.
 *
 * @param isOwn - the array is nobody else's: what is in it afterwards doesn't matter
 */
export function sortRows(stride: number, rows: Uint32Array, isOwn = false): Uint32Array {
  if (isStrictlyOrdered(stride, rows)) return rows;
  const key = stride === IPV4_STRIDE ? IPV4_KEY : IPV6_KEY;
  const sorted = orderByKeys(stride, isOwn ? rows : rows.slice(), key);
  for (let from = 0; from < sorted.length;) {
    let to = from + stride;
    while (to < sorted.length && shareKey(stride, sorted, from, to)) to += stride;
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

/** The rows in the order of their keys, in their array or another. What is equal in them stays in order. */
function orderByKeys(stride: number, rows: Uint32Array, digits: readonly Digit[]): Uint32Array {
  let from: Uint32Array = rows;
  let to: Uint32Array = new Uint32Array(rows.length);
  for (const digit of digits) {
    const places = digitPlaces(stride, from, digit);
    if (places === undefined) continue;
    if (stride === IPV4_STRIDE) scatterIPv4(from, to, digit, places);
    else scatterIPv6(from, to, digit, places);
    [from, to] = [to, from];
  }
  return from;
}

/** Puts each row where its digit goes: whole rows, since reading them from all over the memory afterwards took longer. */
function scatterIPv4(
  from: Uint32Array,
  to: Uint32Array,
  { word, shift }: Digit,
  places: Uint32Array,
): void {
  for (let at = 0; at < from.length; at += 3) {
    const digit = ((from[at + word] ?? 0) >>> shift) & (DIGITS - 1);
    const place = places[digit] ?? 0;
    places[digit] = place + 3;
    to[place] = from[at] ?? 0;
    to[place + 1] = from[at + 1] ?? 0;
    to[place + 2] = from[at + 2] ?? 0;
  }
}

function scatterIPv6(
  from: Uint32Array,
  to: Uint32Array,
  { word, shift }: Digit,
  places: Uint32Array,
): void {
  for (let at = 0; at < from.length; at += 6) {
    const digit = ((from[at + word] ?? 0) >>> shift) & (DIGITS - 1);
    const place = places[digit] ?? 0;
    places[digit] = place + 6;
    to[place] = from[at] ?? 0;
    to[place + 1] = from[at + 1] ?? 0;
    to[place + 2] = from[at + 2] ?? 0;
    to[place + 3] = from[at + 3] ?? 0;
    to[place + 4] = from[at + 4] ?? 0;
    to[place + 5] = from[at + 5] ?? 0;
  }
}

/** Where the rows with each digit go; undefined when all have the same. */
function digitPlaces(
  stride: number,
  rows: Uint32Array,
  { word, shift }: Digit,
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

/** Whether two rows have the same key. */
function shareKey(stride: number, rows: Uint32Array, a: number, b: number): boolean {
  if (rows[a] !== rows[b]) return false;
  return stride === IPV4_STRIDE || (((rows[a + 1] ?? 0) ^ (rows[b + 1] ?? 0)) & KEY_MASK) === 0;
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

/** A row that is on its way: an array for each would be as many to be freed. */
const moved = new Uint32Array(6);

function insertInOrder(stride: number, rows: Uint32Array, from: number, to: number): void {
  for (let at = from + stride; at < to; at += stride) {
    let place = at;
    while (place > from && compareRows(stride, rows, place - stride, rows, at) > 0) place -= stride;
    if (place === at) continue;
    for (let word = 0; word < stride; word++) moved[word] = rows[at + word] ?? 0;
    rows.copyWithin(place + stride, place, at);
    for (let word = 0; word < stride; word++) rows[place + word] = moved[word] ?? 0;
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
