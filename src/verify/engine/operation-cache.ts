import { mix } from './node-table.js';

const SMALLEST = 1 << 12;
const LARGEST = 1 << 21;

/**
 * Remembers results of operations on three nodes, as many as it has places: a newer one takes the place of an older one, so that memory
 * is bounded. Grows with the diagram that it serves.
 */
export class OperationCache {
  #entries = new Int32Array(4 * SMALLEST).fill(-1);
  #mask = SMALLEST - 1;

  /** The remembered result, or -1. */
  get(a: number, b: number, c: number): number {
    const at = 4 * (mix(a, b, c) & this.#mask);
    const entries = this.#entries;
    return entries[at] === a && entries[at + 1] === b && entries[at + 2] === c
      ? (entries[at + 3] ?? -1)
      : -1;
  }

  put(a: number, b: number, c: number, result: number): void {
    const at = 4 * (mix(a, b, c) & this.#mask);
    this.#entries[at] = a;
    this.#entries[at + 1] = b;
    this.#entries[at + 2] = c;
    this.#entries[at + 3] = result;
  }

  /** Makes room for a diagram of so many nodes; what was remembered is forgotten then. */
  fit(nodes: number): void {
    const places = this.#mask + 1;
    if (nodes <= places || places >= LARGEST) return;
    this.#entries = new Int32Array(4 * 4 * places).fill(-1);
    this.#mask = 4 * places - 1;
  }
}
