import type { Bound } from '../../bound.js';
import { mix } from './node-table.js';
import { numbers } from './numbers.js';

const SMALLEST = 1 << 13;
const LARGEST = 1 << 21;

/**
 * Remembers results of operations on three numbers, as many as it has places: a newer one takes the place of an older one, so that memory
 * is bounded. Grows with the diagram that it serves, as far as it is used. The first number is never 0: that marks a free place.
 */
export class OperationCache {
  #entries = numbers(4 * SMALLEST);
  #mask = SMALLEST - 1;
  /** How many results were put here since it last grew. */
  #count = 0;

  /** @param bound - ticks for each result that is put here: a small piece of work */
  constructor(private readonly bound: Bound) {}

  /** The remembered result, or -1. */
  get(a: number, b: number, c: number): number {
    const at = 4 * (mix(a, b, c) & this.#mask);
    const entries = this.#entries;
    return entries[at] === a && entries[at + 1] === b && entries[at + 2] === c
      ? (entries[at + 3] ?? -1)
      : -1;
  }

  put(a: number, b: number, c: number, result: number): void {
    this.bound.tick();
    const at = 4 * (mix(a, b, c) & this.#mask);
    const entries = this.#entries;
    entries[at] = a;
    entries[at + 1] = b;
    entries[at + 2] = c;
    entries[at + 3] = result;
    this.#count++;
  }

  /** Makes room for a diagram of so many nodes; what was remembered stays. */
  fit(nodes: number): void {
    const places = this.#mask + 1;
    if (nodes <= places || this.#count <= 2 * places || places >= LARGEST) return;
    const before = this.#entries;
    this.#entries = numbers(4 * before.length);
    this.#mask = 4 * places - 1;
    for (let at = 0; at < before.length; at += 4) {
      const a = before[at] ?? 0;
      if (a !== 0) this.put(a, before[at + 1] ?? 0, before[at + 2] ?? 0, before[at + 3] ?? 0);
    }
    this.#count = 0;
  }
}
