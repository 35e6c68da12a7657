import { lookupBatchV4 } from './trie/trie-v4-batch.js';
import { lookupV4 } from './trie/trie-v4.js';
import { lookupBatchV6 } from './trie/trie-v6-batch.js';
import { lookupV6 } from './trie/trie-v6.js';
import type { Trie } from './trie/trie.js';

/** Looks one address up in a trie of either family. */
export function lookupTrie(trie: Trie, w0: number, w1 = 0, w2 = 0, w3 = 0): number {
  return trie.writer.shape.family === 4 ? lookupV4(trie, w0) : lookupV6(trie, w0, w1, w2, w3);
}

/** Looks many addresses up in a trie of either family: see LpmEngine. */
export function lookupTrieBatch(trie: Trie, addresses: Uint32Array, out: Int32Array): void {
  if (trie.writer.shape.family === 4) lookupBatchV4(trie, addresses, out);
  else lookupBatchV6(trie, addresses, out);
}
