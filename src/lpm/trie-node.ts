/**
 * A node folds a level of 2 to 64 slots into its runs of equal neighbours. A slot holds an entry:
 *
 * ```
 *   entry > 0    the place of a child node
 *   entry < 0    an answer: ~id
 *   entry = 0    no answer: ~(-1)
 * ```
 *
 * Up to 32 slots: a bitmap, then one entry per run, the run of the highest slots first. Bit i of the bitmap is set where slot i + 1
 * differs from slot i; bit 31 is always set. So the slots above s begin as many new runs as there are bits from s up, and
 *
 * ```
 *   entry of slot s = words[node + rank(words[node] >>> s)]
 * ```
 *
 * where bit 31, which is always counted, steps over the bitmap itself. Five levels of a trie, 10.0.0.0/20 = a, 10.0.3.0/24 = b
 * (8 of the 32 slots drawn):
 *
 * ```
 *   slot     0 1 2 3 4 5 6 7        node   node+1 node+2 node+3 node+4
 *   entry    a a a b a a a -   =>   bitmap |  -   |  a   |  b   |  a          bits 2, 3 and 6: b begins at 3, a at 4, - at 7
 *   s = 3: bits from 3 up: 3, 6 and 31 are 3 bits: node+3 = b
 * ```
 *
 * 64 slots: two such halves back to back, the lower one mirrored, and the node's place is that of the upper bitmap:
 *
 * ```
 *            ... | last but one run of 0..31 | last run | bitmap 0..31 | bitmap 32..63 | last run of 32..63 | last but one | ...
 *                                                                        ^ node
 * ```
 *
 * With half = -1 for slots 0..31 and 0 for slots 32..63,
 *
 * ```
 *   entry of slot s = words[node + (rank(words[node + half] >>> (s & 31)) ^ half)]
 * ```
 */
import { rank } from './rank.js';
import type { WordArena } from './word-arena.js';

const ALWAYS = 1 << 31;
const HALF = 32;

/** The most words that a node of 64 slots takes. */
export const NODE_WORDS_MAX = 66;

/** Adds a node of `1 << bits` slots to an arena that has room for it. Gives its entry: the one entry of all slots when they are equal. */
export function appendNode(arena: WordArena, slots: Int32Array, bits: number): number {
  const size = 1 << bits;
  if (isUniform(slots, size)) return slots[0] ?? 0;
  const { words } = arena;
  let end = arena.used;
  const upper = size > HALF ? HALF : 0;
  if (upper > 0) {
    let bitmap = ALWAYS;
    words[end++] = slots[0] ?? 0;
    for (let slot = 1; slot < upper; slot++) {
      if (slots[slot] === slots[slot - 1]) continue;
      bitmap |= 1 << (slot - 1);
      words[end++] = slots[slot] ?? 0;
    }
    words[end++] = bitmap;
  }
  const node = end++;
  let bitmap = ALWAYS;
  words[end++] = slots[size - 1] ?? 0;
  for (let slot = size - 1; slot > upper; slot--) {
    if (slots[slot] === slots[slot - 1]) continue;
    bitmap |= 1 << (slot - 1 - upper);
    words[end++] = slots[slot - 1] ?? 0;
  }
  words[node] = bitmap;
  arena.used = end;
  return node;
}

function isUniform(slots: Int32Array, size: number): boolean {
  for (let slot = 1; slot < size; slot++) {
    if (slots[slot] !== slots[0]) return false;
  }
  return true;
}

/** The entry of one slot of the node at `node`. */
export function nodeSlot(words: Int32Array, node: number, bits: number, slot: number): number {
  const half = bits > 5 ? (slot >>> 5) - 1 : 0;
  return words[node + (rank((words[node + half] ?? 0) >>> slot) ^ half)] ?? 0;
}

/** Writes the entries of all slots of an entry: those of a node, or an answer in every slot. */
export function expandEntry(
  words: Int32Array,
  entry: number,
  bits: number,
  slots: Int32Array,
): void {
  for (let slot = 0; slot < 1 << bits; slot++) {
    slots[slot] = entry > 0 ? nodeSlot(words, entry, bits, slot) : entry;
  }
}

/** The words of a node: where they begin and end, and where its bitmaps stand. */
export interface NodeSpan {
  readonly from: number;
  readonly to: number;
  readonly bitmapsFrom: number;
}

/** Where the words of the node at `node` lie. */
export function nodeSpan(words: Int32Array, node: number, bits: number): NodeSpan {
  const bitmapsFrom = bits > 5 ? node - 1 : node;
  const from = bits > 5 ? bitmapsFrom - rank(words[bitmapsFrom] ?? 0) : node;
  return { from, to: node + rank(words[node] ?? 0) + 1, bitmapsFrom };
}
