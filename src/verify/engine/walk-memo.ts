import type { Bound } from '../../bound.js';
import { numbers } from './numbers.js';

const SMALLEST = 1 << 12;

/** For more nodes there is less room for those to come: what is too small waits to be freed. */
const MANY = 1 << 18;

/**
 * The results of one walk by node, in an array that the next walk uses again: a result counts when it bears the number of the walk. It
 * takes no longer to begin a walk over a few nodes of a large diagram than over a small one.
 */
export class WalkMemo {
  /** Two numbers a node: the walk that came there last, and its result. */
  #entries = numbers(0);
  #walk = 0;

  /** @param bound - ticks for each result that is put here: a small piece of work */
  constructor(private readonly bound: Bound) {}

  /** Forgets everything; the walk meets only nodes below a number. */
  begin(nodes: number): void {
    if (2 * nodes > this.#entries.length) {
      const room = nodes < MANY ? Math.max(SMALLEST, 2 * nodes) : nodes + (nodes >>> 2);
      this.#entries = numbers(2 * room);
      this.#walk = 0;
    }
    this.#walk++;
  }

  /** The result for a node, or -1. */
  get(node: number): number {
    return this.#entries[2 * node] === this.#walk ? (this.#entries[2 * node + 1] ?? -1) : -1;
  }

  put(result: number, node: number): void {
    this.bound.tick();
    this.#entries[2 * node] = this.#walk;
    this.#entries[2 * node + 1] = result;
  }
}
