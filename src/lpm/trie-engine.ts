import type { Family } from '../address/family.js';
import type { LpmEngine, PrefixId } from './lpm.js';
import { makeRow, rowStride } from './row.js';
import { sortRows } from './sort-rows.js';
import { lookupBatchV4 } from './trie-v4-batch.js';
import { lookupV4 } from './trie-v4.js';
import { lookupBatchV6 } from './trie-v6-batch.js';
import { lookupV6 } from './trie-v6.js';
import { SHAPE_V4, SHAPE_V6 } from './trie-shape.js';
import { buildTrie, type Trie } from './trie.js';

/** Looks one address up in a trie of either family. */
export function lookupTrie(trie: Trie, w0: number, w1 = 0, w2 = 0, w3 = 0): number {
  return trie.writer.shape.family === 4 ? lookupV4(trie, w0) : lookupV6(trie, w0, w1, w2, w3);
}

/** Looks many addresses up in a trie of either family. */
export function lookupTrieBatch(trie: Trie, addresses: Uint32Array, out: Int32Array): void {
  if (trie.writer.shape.family === 4) lookupBatchV4(trie, addresses, out);
  else lookupBatchV6(trie, addresses, out);
}

/** The compact binary trie as an engine. */
export class TrieLpm implements LpmEngine {
  private readonly trie: Trie;

  /** The prefixes may come in any order; the last of two equal ones wins. */
  constructor(
    readonly family: Family,
    entries: Iterable<PrefixId>,
  ) {
    const rows: number[] = [];
    for (const [prefix, id] of entries) rows.push(...makeRow(prefix, id));
    const sorted = sortRows(rowStride(family), Uint32Array.from(rows));
    this.trie = buildTrie(family === 4 ? SHAPE_V4 : SHAPE_V6, sorted);
  }

  lookup(w0: number, w1?: number, w2?: number, w3?: number): number {
    return lookupTrie(this.trie, w0, w1, w2, w3);
  }

  lookupBatch(addresses: Uint32Array, out: Int32Array): void {
    lookupTrieBatch(this.trie, addresses, out);
  }
}
