import type { Family } from '../address/family.js';
import { readRowInto, type PrefixLike } from './prefix-like.js';
import { rowStride } from './row.js';

/** Collects rows end to end. */
export class RowCollector {
  private readonly stride: number;
  private rows: Uint32Array;
  private used = 0;

  constructor(private readonly family: Family) {
    this.stride = rowStride(family);
    this.rows = new Uint32Array(16 * this.stride);
  }

  /** Adds a row; see readRowInto. */
  add(prefix: PrefixLike, id: number): void {
    if (this.used === this.rows.length) {
      const larger = new Uint32Array(2 * this.used);
      larger.set(this.rows);
      this.rows = larger;
    }
    readRowInto(this.family, prefix, id, this.rows, this.used);
    this.used += this.stride;
  }

  /** The rows in the order in which they came. */
  take(): Uint32Array {
    return this.rows.slice(0, this.used);
  }
}
