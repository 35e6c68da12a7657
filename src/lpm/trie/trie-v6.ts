/**
 * Lookups in a compact binary trie of IPv6 prefixes: see trie-v4.ts for the idea and trie-node.ts for the nodes.
 *
 * ```
 *   address   | 12 bits     | 6 bits | 6 bits | 5 bits | 5 bits | 5 bits | 5 bits | 5 bits | 5 bits ... | 4 bits |
 *               directory     page     page     node     node     node     node     node     node         node
 *               /0../12       ../18    ../24    ../29    ../34    ../39    ../44    ../49    ../54        ../128
 * ```
 *
 * Why so: 47 % of the Internet's prefixes are /48 and hardly any are longer. Pages are small since an edit copies those on its way. A full
 * table takes 12.1 bytes per prefix. Nodes of 6 bits would save a step to /48, but take 13.9 and, in lanes, are no faster; those of 8
 * bits take 24.
 */
import { FALLBACK_BITS } from '../fallback.js';
import { nodeSlot } from './trie-node.js';
import type { Trie } from './trie.js';

/** Levels of five bits from /49 to /124; the four bits below are the last. */
const FIVES_BELOW_49 = 15;

/** The value id of the longest prefix that holds an IPv6 address, given by its four words, or NO_VALUE. */
export function lookupV6(trie: Trie, w0: number, w1: number, w2: number, w3: number): number {
  const { words } = trie;
  const directory = trie.directory.slots;
  const page = words[(directory[w0 >>> 20] ?? 0) + ((w0 >>> 14) & 63)] ?? 0;
  let entry = words[page + ((w0 >>> 8) & 63)] ?? 0;
  if (entry > 0) entry = nodeSlot(words, entry, w0 >>> 3);
  if (entry > 0) entry = nodeSlot(words, entry, (w0 << 2) | (w1 >>> 30));
  if (entry > 0) entry = nodeSlot(words, entry, w1 >>> 25);
  if (entry > 0) entry = nodeSlot(words, entry, w1 >>> 20);
  if (entry > 0) entry = nodeSlot(words, entry, w1 >>> 15);
  if (entry > 0) entry = lookupBelow49(words, entry, w1, w2, w3);
  return entry < 0 ? ~entry : ~(trie.fallback.entries[w0 >>> (32 - FALLBACK_BITS)] ?? 0);
}

/** The entry under a node that stands at /49. */
export function lookupBelow49(
  words: Int32Array,
  node: number,
  w1: number,
  w2: number,
  w3: number,
): number {
  let entry = node;
  // The words from the one on in which the next bits begin.
  let [high, low, last] = [w1, w2, w3];
  let depth = 49 - 32;
  for (let level = 0; level < FIVES_BELOW_49; level++) {
    if (entry <= 0) return entry;
    if (depth >= 32) {
      [high, low, last] = [low, last, 0];
      depth -= 32;
    }
    const past = depth + 5;
    const slot = past <= 32 ? high >>> (32 - past) : (high << (past - 32)) | (low >>> (64 - past));
    entry = nodeSlot(words, entry, slot);
    depth = past;
  }
  return entry > 0 ? nodeSlot(words, entry, w3 & 15) : entry;
}
