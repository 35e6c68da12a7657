/**
 * The results of one walk by node, in an array that the next walk uses again: a result counts when it bears the number of the walk. It
 * takes no longer to begin a walk over a few nodes of a large diagram than over a small one.
 */
export class WalkMemo {
  /** Two numbers a node: the walk that came there last, and its result. */
  #entries = new Int32Array(0);
  #walk = 0;

  /** Forgets everything; the walk meets only nodes below a number. */
  begin(nodes: number): void {
    if (2 * nodes > this.#entries.length) {
      this.#entries = new Int32Array(2 * nodes + (nodes >>> 1));
      this.#walk = 0;
    }
    this.#walk++;
  }

  /** The result for a node, or -1. */
  get(node: number): number {
    return this.#entries[2 * node] === this.#walk ? (this.#entries[2 * node + 1] ?? -1) : -1;
  }

  put(result: number, node: number): void {
    this.#entries[2 * node] = this.#walk;
    this.#entries[2 * node + 1] = result;
  }
}
