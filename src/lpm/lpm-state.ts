import type { Family } from '../address/family.js';
import { coverFallback, FALLBACK_BITS, uncoverFallback } from './fallback.js';
import { repaintTrie } from './trie/repaint-trie.js';
import { rowStride } from './row/row.js';
import { RowTree } from './row/row-tree.js';
import { sortRows } from './row/sort-rows.js';
import { trieShape } from './trie/trie-shape.js';
import { NO_ENTRY } from './trie/trie-writer.js';
import { buildTrie, type Trie } from './trie/trie.js';
import type { ValuePool } from './trie/value-pool.js';

/** What a table is made of. The rows say which prefixes there are; the trie is made from them and answers lookups. */
export interface LpmState<V> {
  readonly rows: RowTree;
  readonly trie: Trie;
  readonly pool: ValuePool<V>;
}

/** Makes a state of rows in any order whose ids are the pool's; the last of equal prefixes wins. Keeps the array. */
export function buildState<V>(family: Family, rows: Uint32Array, pool: ValuePool<V>): LpmState<V> {
  const sorted = sortRows(rowStride(family), rows);
  const trie = buildTrie(trieShape(family), sorted);
  return { rows: RowTree.build(family, sorted), trie, pool };
}

/** The state with a row, which takes the place of that of the same prefix. */
export function putRow<V>(state: LpmState<V>, row: Uint32Array): LpmState<V> {
  const rows = state.rows.with(row);
  if (rows === state.rows) return state;
  const { family } = rows;
  const { length, id } = readTail(family, row, 0);
  const { trie } = state;
  const next =
    length <= FALLBACK_BITS
      ? { ...trie, fallback: coverFallback(trie.fallback, family, row, 0) }
      : repaintTrie(trie, { prefix: row, entry: ~id, rows: rows.inside(row) });
  return { ...state, rows, trie: next };
}

/** The state without the row of a prefix. */
export function dropRow<V>(state: LpmState<V>, row: Uint32Array): LpmState<V> {
  const rows = state.rows.without(row);
  if (rows === state.rows) return state;
  const { family } = rows;
  const { length } = readTail(family, row, 0);
  const place = rows.longestMatch(row, length - 1);
  const heir = place && readTail(family, place.rows, place.at);
  const { trie } = state;
  if (length <= FALLBACK_BITS) {
    const left = { entry: heir ? ~heir.id : NO_ENTRY, length: heir?.length ?? -1 };
    const fallback = uncoverFallback(trie.fallback, family, row, 0, left);
    return { ...state, rows, trie: { ...trie, fallback } };
  }
  const entry = heir && heir.length > FALLBACK_BITS ? ~heir.id : NO_ENTRY;
  const next = repaintTrie(trie, { prefix: row, entry, rows: rows.inside(row) });
  return { ...state, rows, trie: next };
}

/** The length and value id of the row that begins at `at`. */
function readTail(
  family: Family,
  rows: Uint32Array,
  at: number,
): { readonly length: number; readonly id: number } {
  const end = at + rowStride(family);
  return { length: rows[end - 2] ?? 0, id: rows[end - 1] ?? 0 };
}

/** A copy of all rows, in order. */
export function allRows(state: LpmState<unknown>): Uint32Array {
  const { family, size } = state.rows;
  const all = new Uint32Array(rowStride(family) * size);
  let end = 0;
  const cursor = state.rows.cursor();
  for (; !cursor.done; cursor.nextLeaf()) {
    all.set(cursor.rows, end);
    end += cursor.rows.length;
  }
  return all;
}
