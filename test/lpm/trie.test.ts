import { describe, expect, it } from 'vitest';
import { parsePrefix } from '../../src/address/address-text.js';
import type { Family } from '../../src/address/family.js';
import { lookupTrie, lookupTrieBatch } from '../../src/lpm/lookup-trie.js';
import type { LpmEngine, PrefixId } from '../../src/lpm/lpm.js';
import { makeRow, rowStride } from '../../src/lpm/row/row.js';
import { sortRows } from '../../src/lpm/row/sort-rows.js';
import { trieShape } from '../../src/lpm/trie/trie-shape.js';
import { buildTrie, type Trie } from '../../src/lpm/trie/trie.js';
import { describeEngine } from './conformance.js';

function build(family: Family, entries: readonly PrefixId[]): Trie {
  const rows = Uint32Array.from(entries.flatMap(([prefix, id]) => [...makeRow(prefix, id)]));
  return buildTrie(trieShape(family), sortRows(rowStride(family), rows));
}

describeEngine('the compact binary trie', (family, entries): LpmEngine => {
  const trie = build(family, entries);
  return {
    family,
    lookup: (...words) => lookupTrie(trie, ...words),
    lookupBatch: (addresses, out) => {
      lookupTrieBatch(trie, addresses, out);
    },
  };
});

describe('the compact binary trie', () => {
  it('is laid out as its worked example says', () => {
    const { directory, words } = build(4, [
      [parsePrefix('10.0.0.0/20'), 7],
      [parsePrefix('10.0.3.0/24'), 9],
    ]);
    const node = words[directory.slot(80)] ?? 0;
    expect([...words.subarray(node, node + 5)]).toEqual([
      0b1000_0000_0000_0000_1000_0000_0000_1100 | 0,
      0,
      ~7,
      ~9,
      ~7,
    ]);
  });

  it('keeps to its directory and two pages when it is empty', () => {
    expect(build(4, []).words.length).toBe(1 + 256);
    expect(build(6, []).words.length).toBe(1 + 64 + 64);
  });
});
