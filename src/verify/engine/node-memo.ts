import type { Bound } from '../../bound.js';
import { mix } from './node-table.js';
import { numbers } from './numbers.js';

const SMALLEST = 1 << 8;

/**
 * The results of one walk by pairs of nodes, none forgotten: open addressing in a typed array, which the next walk uses again. A result
 * counts when it bears the number of the walk.
 */
export class NodeMemo {
  /** Four numbers a place: the walk, the pair, the result. */
  #entries = numbers(4 * SMALLEST);
  #mask = SMALLEST - 1;
  #count = 0;
  #walk = 1;

  /** @param bound - ticks for each result that is put here: a small piece of work */
  constructor(private readonly bound: Bound) {}

  /** Forgets everything. */
  begin(): void {
    this.#walk++;
    this.#count = 0;
  }

  /** The result for a pair, or -1. */
  get(a: number, b: number): number {
    const entries = this.#entries;
    for (let place = mix(a, b, 0) & this.#mask; ; place = (place + 1) & this.#mask) {
      const at = 4 * place;
      if (entries[at] !== this.#walk) return -1;
      if (entries[at + 1] === a && entries[at + 2] === b) return entries[at + 3] ?? -1;
    }
  }

  /** Remembers a result for a pair that has none. */
  put(result: number, a: number, b: number): void {
    this.bound.tick();
    if (2 * this.#count > this.#mask) this.#grow();
    this.#insert(result, a, b);
    this.#count++;
  }

  #insert(result: number, a: number, b: number): void {
    const entries = this.#entries;
    let place = mix(a, b, 0) & this.#mask;
    while (entries[4 * place] === this.#walk) place = (place + 1) & this.#mask;
    entries[4 * place] = this.#walk;
    entries[4 * place + 1] = a;
    entries[4 * place + 2] = b;
    entries[4 * place + 3] = result;
  }

  #grow(): void {
    const old = this.#entries;
    const walk = this.#walk;
    this.#mask = 4 * (this.#mask + 1) - 1;
    this.#entries = numbers(4 * (this.#mask + 1));
    for (let at = 0; at < old.length; at += 4) {
      if (old[at] === walk) this.#insert(old[at + 3] ?? -1, old[at + 1] ?? 0, old[at + 2] ?? 0);
    }
  }
}
