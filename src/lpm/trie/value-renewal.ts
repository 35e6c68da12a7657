import { allRows, buildState, dropRow, putRow, type LpmState } from '../lpm-state.js';
import { compareRows, rowStride } from '../row/row.js';
import { ValuePool } from './value-pool.js';

/** Values that no prefix has any more are forgotten when there are this many times as many values as prefixes, and this many more. */
const STALE_FACTOR = 4;
const STALE_VALUES = 1024;
/** Rows moved per edit: the move ends long before as many values have been added as there were. */
const PACE_ROWS = 8;
/** Edits of other versions until a move that nobody follows any more is given up. */
const PATIENCE = 256;

/** An edit of one prefix. */
export interface RowEdit {
  /** The row that was put, or that of the prefix that was taken away. */
  readonly row: Uint32Array;
  readonly drops: boolean;
}

/**
 * Moves the newest version of a table to a fresh pool, a few rows per edit, and so leaves behind the values that no prefix has any more.
 * The rows that have been moved are a table of their own, which follows the edits that concern it. Older versions keep the old pool.
 */
class Renewal<V> {
  /** The rows before {@link next}, with fresh ids. */
  private moved: LpmState<V>;
  private next: Uint32Array;
  /** By old id, one more than the fresh one; 0 where there is none yet. */
  private readonly freshIds: Int32Array;
  private readonly stride: number;
  private strangers = 0;

  constructor(private latest: LpmState<V>) {
    const { family } = latest.rows;
    this.stride = rowStride(family);
    this.next = new Uint32Array(this.stride);
    this.freshIds = new Int32Array(latest.pool.size);
    this.moved = buildState(family, new Uint32Array(0), new ValuePool<V>());
  }

  /** Takes note of an edit. */
  follow(before: LpmState<V>, after: LpmState<V>, { row, drops }: RowEdit): void {
    if (before !== this.latest) {
      this.strangers++;
      return;
    }
    this.strangers = 0;
    this.latest = after;
    if (compareRows(this.stride, row, 0, this.next, 0) >= 0) return;
    this.moved = drops ? dropRow(this.moved, row) : putRow(this.moved, this.renew(row));
  }

  /** Whether the version that it follows is edited no more. */
  get isForsaken(): boolean {
    return this.strangers > PATIENCE;
  }

  /** Moves on. Gives the moved version when all of it is there; undefined too when `state` is not what it follows. */
  step(state: LpmState<V>): LpmState<V> | undefined {
    if (state !== this.latest) return undefined;
    const cursor = state.rows.cursor(this.next);
    for (let count = 0; count < PACE_ROWS && !cursor.done; count++, cursor.next()) {
      const row = cursor.rows.slice(cursor.at, cursor.at + this.stride);
      this.moved = putRow(this.moved, this.renew(row));
    }
    if (cursor.done) return this.moved;
    this.next = cursor.rows.slice(cursor.at, cursor.at + this.stride);
    return undefined;
  }

  /** A row with a fresh id in the place of an old one. */
  private renew(row: Uint32Array): Uint32Array {
    const idAt = this.stride - 1;
    const id = row[idAt] ?? 0;
    const { pool } = this.moved;
    const known = this.freshIds[id] ?? 0;
    const fresh = known > 0 ? known - 1 : pool.idOf(this.latest.pool.value(id));
    if (id < this.freshIds.length) this.freshIds[id] = fresh + 1;
    const renewed = row.slice();
    renewed[idAt] = fresh;
    return renewed;
  }
}

/** The move that is going on out of each pool, whose values are of the pool's type. */
const ongoing = new WeakMap<object, unknown>();

function renewalOf<V>(pool: ValuePool<V>): Renewal<V> | undefined {
  const found = ongoing.get(pool);
  return isOf(pool, found) ? found : undefined;
}

function isOf<V>(_pool: ValuePool<V>, found: unknown): found is Renewal<V> {
  return found instanceof Renewal;
}

/** What follows each edit. */
export function noteEdit<V>(before: LpmState<V>, after: LpmState<V>, edit: RowEdit): void {
  renewalOf(after.pool)?.follow(before, after, edit);
}

/**
 * What follows a call that edited: begins, continues or ends a move to a fresh pool. Gives the version to go on with, whose prefixes
 * have the same values.
 */
export function renewValues<V>(state: LpmState<V>): LpmState<V> {
  const { pool } = state;
  let renewal = renewalOf(pool);
  if (renewal === undefined || renewal.isForsaken) {
    if (!isStale(state)) return state;
    renewal = new Renewal(state);
    ongoing.set(pool, renewal);
  }
  const done = renewal.step(state);
  if (done === undefined) return state;
  ongoing.delete(pool);
  return done;
}

/** The same for a state that was built anew and that no move follows: all at once. */
export function renewAllValues<V>(state: LpmState<V>): LpmState<V> {
  if (!isStale(state)) return state;
  const { pool, rows } = state;
  const all = allRows(state);
  const stride = rowStride(rows.family);
  const fresh = new ValuePool<V>();
  const freshIds = new Int32Array(pool.size).fill(-1);
  for (let at = stride - 1; at < all.length; at += stride) {
    const id = all[at] ?? 0;
    const known = freshIds[id] ?? -1;
    all[at] = freshIds[id] = known >= 0 ? known : fresh.idOf(pool.value(id));
  }
  return buildState(rows.family, all, fresh);
}

function isStale({ pool, rows }: LpmState<unknown>): boolean {
  return pool.size >= STALE_FACTOR * rows.size + STALE_VALUES;
}
