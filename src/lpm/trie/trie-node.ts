/**
 * A node folds a level of up to 32 slots into its runs of equal neighbours. A slot holds an entry:
 *
 * ```
 *   entry > 0    the place of a child node
 *   entry < 0    an answer: ~id
 *   entry = 0    no answer: ~(-1)
 * ```
 *
 * A node is a bitmap, then one entry per run, the run of the highest slots first. Bit i of the bitmap is set where slot i + 1 differs from
 * slot i; bit 31 is always set. So as many runs begin above slot s as there are bits from s up, without bit 31, and
 *
 * ```
 *   entry of slot s = words[node + rank(words[node] >>> s)]
 * ```
 *
 * since bit 31, which is always counted, steps over the bitmap itself. trie-v4.ts has an example.
 */
import { rank } from './rank.js';
import type { WordArena } from './word-arena.js';

const ALWAYS = 1 << 31;

/** The most words that a node takes. */
export const NODE_WORDS_MAX = 33;

/** Adds a node of `1 << bits` slots to an arena that has room for it. Gives its entry: the one entry of all slots when they are equal. */
export function appendNode(arena: WordArena, slots: Int32Array, bits: number): number {
  const { words, used: node } = arena;
  let bitmap = ALWAYS;
  let end = node + 1;
  let entry = slots[(1 << bits) - 1] ?? 0;
  words[end++] = entry;
  for (let slot = (1 << bits) - 2; slot >= 0; slot--) {
    const next = slots[slot] ?? 0;
    if (next === entry) continue;
    entry = next;
    bitmap |= 1 << slot;
    words[end++] = entry;
  }
  if (bitmap === ALWAYS) return entry;
  words[node] = bitmap;
  arena.used = end;
  return node;
}

/** The entry of one slot of the node at `node`. */
export function nodeSlot(words: Int32Array, node: number, slot: number): number {
  return words[node + rank((words[node] ?? 0) >>> slot)] ?? 0;
}

/** Writes the entries of all `1 << bits` slots of an entry: those of a node, or an answer in every slot. */
export function expandEntry(
  words: Int32Array,
  entry: number,
  bits: number,
  slots: Int32Array,
): void {
  if (entry <= 0) {
    slots.fill(entry, 0, 1 << bits);
    return;
  }
  const bitmap = words[entry] ?? 0;
  let at = entry + 1;
  for (let slot = (1 << bits) - 1; slot >= 0; slot--) {
    // Bit 31 has no slot above it.
    if (slot < 31 && (bitmap >>> slot) & 1) at++;
    slots[slot] = words[at] ?? 0;
  }
}

/** How many words the node at `node` takes: its bitmap and its entries. */
export function nodeWords(words: Int32Array, node: number): number {
  return 1 + rank(words[node] ?? 0);
}
