import type { Family } from '../../address/family.js';
import {
  compareRows,
  lastRowAtMost,
  rowCovers,
  rowStride,
  sharedBits,
  truncateRow,
} from './row.js';
import { RowCursor } from './row-cursor.js';
import { buildRowNode, withoutRow, withRow, type RowNode } from './row-node.js';

/** Where a row stands: at the word `at` of `rows`. */
export interface RowPlace {
  readonly rows: Uint32Array;
  readonly at: number;
}

/** A persistent ordered set of rows, one per prefix. Edits give a new tree that shares all but a path. */
export class RowTree {
  private readonly stride: number;

  private constructor(
    readonly family: Family,
    readonly root: RowNode | undefined,
    /** How many rows there are. */
    readonly size: number,
  ) {
    this.stride = rowStride(family);
  }

  /** A tree of rows that are in order and differ in their prefixes. It keeps the array: do not write to it. */
  static build(family: Family, rows: Uint32Array): RowTree {
    const stride = rowStride(family);
    return new RowTree(family, buildRowNode(stride, rows), rows.length / stride);
  }

  /** Where the row of the same prefix stands; undefined when there is none. */
  find(row: Uint32Array): RowPlace | undefined {
    const place = this.lastAtMost(row);
    return place && compareRows(this.stride, place.rows, place.at, row, 0) === 0
      ? place
      : undefined;
  }

  /** The tree with a row, which takes the place of that of the same prefix; itself when it has just this row. Keeps the array. */
  with(row: Uint32Array): RowTree {
    const { root, isNew } = withRow(this.stride, this.root, row);
    if (root === this.root) return this;
    return new RowTree(this.family, root, isNew ? this.size + 1 : this.size);
  }

  /** The tree without the row of a prefix; itself when there is none. */
  without(row: Uint32Array): RowTree {
    if (this.root === undefined) return this;
    const root = withoutRow(this.stride, this.root, row);
    return root === this.root ? this : new RowTree(this.family, root, this.size - 1);
  }

  /** Walks all rows in order; with `from`, those that are not before it. */
  cursor(from?: Uint32Array): RowCursor {
    return new RowCursor(this.stride, this.root, from);
  }

  /** Copies the rows that lie in a prefix, it itself included, in order. */
  inside(prefix: Uint32Array): Uint32Array {
    return this.insideOneLeaf(prefix) ?? this.insideLeaves(prefix);
  }

  /** The same where all of them, and the first behind them, are in one leaf, as nearly always; undefined elsewhere. */
  private insideOneLeaf(prefix: Uint32Array): Uint32Array | undefined {
    const { stride } = this;
    const place = this.lastAtMost(prefix);
    if (place === undefined) return undefined;
    const { rows, at } = place;
    const from = compareRows(stride, rows, at, prefix, 0) === 0 ? at : at + stride;
    let to = from;
    while (to < rows.length && rowCovers(stride, prefix, 0, rows, to)) to += stride;
    return to < rows.length ? rows.slice(from, to) : undefined;
  }

  private insideLeaves(prefix: Uint32Array): Uint32Array {
    const { stride } = this;
    const cursor = this.cursor(prefix);
    const found: number[] = [];
    for (; !cursor.done && rowCovers(stride, prefix, 0, cursor.rows, cursor.at); cursor.next()) {
      for (let word = 0; word < stride; word++) found.push(cursor.rows[cursor.at + word] ?? 0);
    }
    return Uint32Array.from(found);
  }

  /**
   * The longest prefix of at most `length` bits that holds the address of a row; undefined when there is none.
   *
   * The last row that is not after the one sought, if it does not hold it, lies in every prefix that does: such a prefix comes before
   * it. So none is longer than the bits that both share; go on with these.
   */
  longestMatch(row: Uint32Array, length: number): RowPlace | undefined {
    const { stride } = this;
    const sought = row.slice();
    for (let bits = length; bits >= 0;) {
      truncateRow(stride, sought, 0, bits);
      const place = this.lastAtMost(sought);
      if (place === undefined) return undefined;
      const shared = sharedBits(stride, place.rows, place.at, row, 0);
      if ((place.rows[place.at + stride - 2] ?? 0) <= shared) return place;
      bits = shared;
    }
    return undefined;
  }

  private lastAtMost(row: Uint32Array): RowPlace | undefined {
    let node = this.root;
    while (node !== undefined) {
      const last = lastRowAtMost(this.stride, node.rows, row);
      if (last < 0) return undefined;
      if (node.children === undefined) return { rows: node.rows, at: this.stride * last };
      node = node.children[last];
    }
    return undefined;
  }
}
