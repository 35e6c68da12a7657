import { compareRows, lastRowAtMost } from './row.js';
import type { RowNode } from './row-node.js';

const NO_ROWS = new Uint32Array(0);

/** Walks the rows of a tree in order. */
export class RowCursor {
  /** The rows of the leaf at hand; the current row begins at {@link at}. Means nothing when {@link done}. */
  rows: Uint32Array = NO_ROWS;
  at = 0;
  private readonly branches: RowNode[] = [];
  private readonly places: number[] = [];

  /** Stands at the first row of a tree; with `from`, at the first that is not before it. */
  constructor(
    private readonly stride: number,
    root: RowNode | undefined,
    from?: Uint32Array,
  ) {
    let node = root;
    while (node?.children !== undefined) {
      const place = from === undefined ? 0 : Math.max(0, lastRowAtMost(stride, node.rows, from));
      this.branches.push(node);
      this.places.push(place);
      node = node.children[place];
    }
    if (node === undefined) return;
    this.rows = node.rows;
    if (from === undefined) return;
    const last = lastRowAtMost(stride, node.rows, from);
    const found = last >= 0 && compareRows(stride, node.rows, stride * last, from, 0) === 0;
    this.at = stride * (found ? last : last + 1);
    if (this.at === this.rows.length) this.nextLeaf();
  }

  /** Whether all rows have been passed. */
  get done(): boolean {
    return this.at >= this.rows.length;
  }

  /** Goes on to the next row. */
  next(): void {
    this.at += this.stride;
    if (this.at === this.rows.length) this.nextLeaf();
  }

  /** Goes on to the first row of the next leaf. */
  nextLeaf(): void {
    this.rows = NO_ROWS;
    this.at = 0;
    for (let depth = this.branches.length - 1; depth >= 0; depth--) {
      const place = (this.places[depth] ?? 0) + 1;
      let node = this.branches[depth]?.children?.[place];
      if (node === undefined) continue;
      this.places[depth] = place;
      for (let below = depth + 1; node?.children !== undefined; below++) {
        this.branches[below] = node;
        this.places[below] = 0;
        node = node.children[0];
      }
      if (node !== undefined) this.rows = node.rows;
      return;
    }
  }
}
