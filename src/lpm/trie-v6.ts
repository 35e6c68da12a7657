/**
 * Lookups in a compact binary trie of IPv6 prefixes: see trie-v4.ts for the idea and trie-node.ts for the nodes.
 *
 * ```
 *   address   | 12 bits     | 6 bits | 6 bits | 6 bits | 6 bits | 6 bits | 6 bits | 6 bits ... | 2 bits |
 *               directory     page     page     node     node     node     node     node         node
 *               /0../12       ../18    ../24    ../30    ../36    ../42    ../48    ../54        ../128
 * ```
 *
 * Why so: 47 % of the Internet's prefixes are /48 and hardly any are longer. Small pages, since an edit copies those on its way. Nodes of
 * 5 bits take 12.1 bytes per prefix instead of 13.9, but are one step more and a sixth slower; 8 bits take 24.
 */
import { FALLBACK_BITS } from './fallback.js';
import { rank } from './rank.js';
import { nodeSlot } from './trie-node.js';
import type { Trie } from './trie.js';

/** The value id of the longest prefix that holds an IPv6 address, given by its four words, or NO_VALUE. */
export function lookupV6(trie: Trie, w0: number, w1: number, w2: number, w3: number): number {
  const { directory, words } = trie;
  const page = words[(directory[w0 >>> 20] ?? 0) + ((w0 >>> 14) & 63)] ?? 0;
  let entry = words[page + ((w0 >>> 8) & 63)] ?? 0;
  if (entry > 0) entry = nodeEntry(words, entry, (w0 >>> 7) & 1, w0 >>> 2);
  if (entry > 0) entry = nodeEntry(words, entry, (w0 >>> 1) & 1, (w0 << 4) | (w1 >>> 28));
  if (entry > 0) entry = nodeEntry(words, entry, (w1 >>> 27) & 1, w1 >>> 22);
  if (entry > 0) entry = nodeEntry(words, entry, (w1 >>> 21) & 1, w1 >>> 16);
  if (entry > 0) entry = lookupBelow48(words, entry, w1, w2, w3);
  return entry < 0 ? ~entry : ~(trie.fallback.entries[w0 >>> (32 - FALLBACK_BITS)] ?? 0);
}

/** The entry of a node's slot: `upper` is the first of its 6 bits, the others are the last 5 of `slot`. */
function nodeEntry(words: Int32Array, node: number, upper: number, slot: number): number {
  const half = upper - 1;
  return words[node + (rank((words[node + half] ?? 0) >>> slot) ^ half)] ?? 0;
}

/** The entry under a node that stands at /48. */
export function lookupBelow48(
  words: Int32Array,
  node: number,
  w1: number,
  w2: number,
  w3: number,
): number {
  let entry = node;
  for (let depth = 48; entry > 0; depth += 6) {
    const [high, low] = depth < 64 ? [w1, w2] : depth < 96 ? [w2, w3] : [w3, 0];
    const shift = depth & 31;
    const window = shift === 0 ? high : (high << shift) | (low >>> (32 - shift));
    const bits = depth === 126 ? 2 : 6;
    entry = nodeSlot(words, entry, bits, window >>> (32 - bits));
  }
  return entry;
}
