import type { Family } from '../../address/family.js';
import { readRowInto, type PrefixLike } from '../prefix-like.js';
import { rowStride } from './row.js';

/** The first block holds so many rows, and each one after it twice as many as the one before, up to the most. */
const FIRST_ROWS = 16;
const MOST_ROWS = 16_384;

/** Collects rows end to end. In blocks: one array that grows by doubling left twice as much behind for the garbage collector. */
export class RowCollector {
  private readonly stride: number;
  private readonly full: Uint32Array[] = [];
  private block: Uint32Array;
  private used = 0;

  constructor(private readonly family: Family) {
    this.stride = rowStride(family);
    this.block = new Uint32Array(FIRST_ROWS * this.stride);
  }

  /** Adds a row; see readRowInto. */
  add(prefix: PrefixLike, id: number): void {
    if (this.used === this.block.length) {
      this.full.push(this.block);
      this.block = new Uint32Array(Math.min(2 * this.used, MOST_ROWS * this.stride));
      this.used = 0;
    }
    readRowInto(this.family, prefix, id, this.block, this.used);
    this.used += this.stride;
  }

  /** The rows in the order in which they came. */
  take(): Uint32Array {
    const words = this.full.reduce((sum, { length }) => sum + length, this.used);
    const rows = new Uint32Array(words);
    let end = 0;
    for (const block of this.full) {
      rows.set(block, end);
      end += block.length;
    }
    rows.set(this.block.subarray(0, this.used), end);
    return rows;
  }
}
