import type { Family } from '../address/family.js';
import { allRows, buildState, dropRow, putRow, type LpmState } from './lpm-state.js';
import { readRow, type PrefixLike } from './prefix-like.js';
import { rowStride } from './row/row.js';
import { sortRows } from './row/sort-rows.js';
import type { ValuePool } from './trie/value-pool.js';
import { noteEdit, renewAllValues, renewValues } from './trie/value-renewal.js';

/** The id of a row that stands for a deletion. */
const DELETED = 0xffffffff;
/** From so many edits per prefix on it is faster to build anew than to edit. */
const REBUILD_SHARE = 1 / 32;

/** Edits of a table that take effect together: what {@link LpmTable.transaction} hands to its caller. */
export class LpmDraft<V> {
  private readonly edits: Uint32Array[] = [];

  /** @internal */
  constructor(
    private readonly family: Family,
    private readonly pool: ValuePool<V>,
  ) {}

  /** Gives a prefix a value; see LpmTable.set. */
  set(prefix: PrefixLike, value: V): this {
    this.edits.push(readRow(this.family, prefix, this.pool.idOf(value)));
    return this;
  }

  /** Takes a prefix away; nothing happens when it is not there. */
  delete(prefix: PrefixLike): this {
    this.edits.push(readRow(this.family, prefix, DELETED));
    return this;
  }

  /** @internal */
  applyTo(state: LpmState<V>): LpmState<V> {
    if (this.edits.length > 1 + state.rows.size * REBUILD_SHARE) return this.rebuild(state);
    const idAt = rowStride(this.family) - 1;
    let next = state;
    for (const row of this.edits) {
      const before = next;
      const drops = row[idAt] === DELETED;
      next = drops ? dropRow(before, row) : putRow(before, row);
      if (next !== before) noteEdit(before, next, { row, drops });
    }
    // Not before: the edits' ids are the old pool's.
    return next === state ? state : renewValues(next);
  }

  private rebuild(state: LpmState<V>): LpmState<V> {
    const stride = rowStride(this.family);
    const before = allRows(state);
    const rows = new Uint32Array(before.length + stride * this.edits.length);
    rows.set(before);
    for (const [index, edit] of this.edits.entries())
      rows.set(edit, before.length + stride * index);
    const kept = withoutDeleted(stride, sortRows(stride, rows));
    return renewAllValues(buildState(this.family, kept, this.pool));
  }
}

function withoutDeleted(stride: number, rows: Uint32Array): Uint32Array {
  let end = 0;
  for (let at = 0; at < rows.length; at += stride) {
    if (rows[at + stride - 1] === DELETED) continue;
    rows.copyWithin(end, at, at + stride);
    end += stride;
  }
  return rows.slice(0, end);
}
