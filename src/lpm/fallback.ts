import type { Family } from '../address/family.js';
import { addressBitsAt, rowStride } from './row/row.js';

/** Prefixes up to this length are kept apart from the trie. */
export const FALLBACK_BITS = 7;

const SLOTS = 1 << FALLBACK_BITS;
const NOBODY = -1;

/**
 * The answers where the trie has none: those of the prefixes of at most {@link FALLBACK_BITS} bits, the default route among them. Pushed
 * down into the trie, one such prefix would stand in every part of it that nothing longer covers, and an edit of it would rewrite
 * nearly all of the trie; here it is at most 128 slots.
 */
export interface Fallback {
  /** By the first bits of the address: `~id`, or 0. */
  readonly entries: Int32Array;
  /** By the first bits of the address: the length of the prefix whose answer stands there, or -1. */
  readonly lengths: Int8Array;
}

/** The fallback without prefixes, the only one: compare with `===`. */
export const EMPTY_FALLBACK: Fallback = {
  entries: new Int32Array(SLOTS),
  lengths: new Int8Array(SLOTS).fill(NOBODY),
};

/** Puts the prefix of a row over all shorter ones. */
export function coverFallback(
  fallback: Fallback,
  family: Family,
  rows: Uint32Array,
  at: number,
): Fallback {
  const stride = rowStride(family);
  const length = rows[at + stride - 2] ?? 0;
  const entry = ~(rows[at + stride - 1] ?? 0);
  return repaint(fallback, rows, at, length, (owner) => owner <= length, entry, length);
}

/**
 * Takes the prefix of a row away.
 *
 * @param heir - the entry and length of the longest prefix that holds it, which was hidden under it: entry 0, length -1 when there is none
 */
export function uncoverFallback(
  fallback: Fallback,
  family: Family,
  rows: Uint32Array,
  at: number,
  heir: { readonly entry: number; readonly length: number },
): Fallback {
  const length = rows[at + rowStride(family) - 2] ?? 0;
  return repaint(fallback, rows, at, length, (owner) => owner === length, heir.entry, heir.length);
}

function repaint(
  fallback: Fallback,
  rows: Uint32Array,
  at: number,
  length: number,
  gives: (owner: number) => boolean,
  entry: number,
  newLength: number,
): Fallback {
  const entries = fallback.entries.slice();
  const lengths = fallback.lengths.slice();
  const first = addressBitsAt(rows, at, 0, FALLBACK_BITS);
  for (let slot = first; slot < first + (1 << (FALLBACK_BITS - length)); slot++) {
    if (!gives(lengths[slot] ?? NOBODY)) continue;
    entries[slot] = entry;
    lengths[slot] = newLength;
  }
  return asFallback(entries, lengths);
}

/** The fallback of these slots: {@link EMPTY_FALLBACK} when no prefix stands in any. */
export function asFallback(entries: Int32Array, lengths: Int8Array): Fallback {
  return lengths.every((owner) => owner === NOBODY) ? EMPTY_FALLBACK : { entries, lengths };
}
