/**
 * Lookups in a compact binary trie of IPv4 prefixes.
 *
 * A binary trie whose answers are pushed down to its leaves, with several levels folded into one:
 *
 * ```
 *   address   | 11 bits     | 8 bits   | 5 bits  | 5 bits  | 3 bits  |
 *               directory     page       node      node      node
 *               /0../11       ../19      ../24     ../29     ../32
 *
 *   directory[first 11 bits]   place of a page in words
 *   words[page + next 8 bits]  entry: an answer (< 0), none (0), or the place of a node (> 0)
 *   node                       a bitmap and the entries of the node's runs of equal slots: see trie-node.ts
 * ```
 *
 * Why so: 60 % of the Internet's prefixes are /24 and hardly any are longer, so nearly every lookup ends in the first node; a bitmap and
 * its answers usually share a cache line; a full table takes 6.6 bytes per prefix and stays in the last-level cache. All words are
 * int32: a value of 2^31 or more would become a heap number.
 *
 * Example: 10.0.0.0/20 is value 7 and 10.0.3.0/24 is value 9.
 *
 * ```
 *   10.0.3.200 = 00001010000 00000000 00011 00100 000
 *                directory    page     node
 *                slot 80      slot 0   slot 3
 *
 *   directory[80] = p        words[p + 0] = n > 0
 *
 *   node n   slots 0 1 2   3    4 .. 15   16 .. 31
 *   answer         7 7 7   9    7  ..  7   -  ..  -
 *   bitmap bit       2     3        15                   set where the next slot differs, and bit 31
 *
 *   words[n]   bitmap 1000 0000 0000 0000 1000 0000 0000 1100
 *   words[n+1]  0     slots 16..31   none
 *   words[n+2] ~7     slots 4..15
 *   words[n+3] ~9     slot 3
 *   words[n+4] ~7     slots 0..2
 *
 *   bitmap >>> 3 has bits 0, 12 and 28: rank 3, so the entry is words[n+3] = ~9, and the answer 9.
 * ```
 */
import { FALLBACK_BITS } from '../fallback.js';
import { rank } from './rank.js';
import type { Trie } from './trie.js';

/** The value id of the longest prefix that holds an IPv4 address, or NO_VALUE. */
export function lookupV4(trie: Trie, address: number): number {
  const { words } = trie;
  const directory = trie.directory.slots;
  const page = directory[address >>> 21] ?? 0;
  let entry = words[page + ((address >>> 13) & 255)] ?? 0;
  if (entry > 0) {
    entry = words[entry + rank((words[entry] ?? 0) >>> (address >>> 8))] ?? 0;
    if (entry > 0) entry = lookupBelow24(words, entry, address);
  }
  return entry < 0 ? ~entry : ~(trie.fallback.entries[address >>> (32 - FALLBACK_BITS)] ?? 0);
}

/** The entry under a node that stands at /24. */
export function lookupBelow24(words: Int32Array, node: number, address: number): number {
  const entry = words[node + rank((words[node] ?? 0) >>> (address >>> 3))] ?? 0;
  if (entry <= 0) return entry;
  return words[entry + rank((words[entry] ?? 0) >>> (address & 7))] ?? 0;
}
