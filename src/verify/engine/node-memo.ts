import { mix } from './node-table.js';

/** The results of one walk by pairs of nodes, none forgotten: open addressing in typed arrays. */
export class NodeMemo {
  #entries = new Int32Array(3 * 64).fill(-1);
  #mask = 63;
  #count = 0;

  /** The result for a pair, or -1. */
  get(a: number, b = 0): number {
    for (let slot = mix(a, b, 0) & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const key = this.#entries[3 * slot] ?? -1;
      if (key === -1) return -1;
      if (key === a && this.#entries[3 * slot + 1] === b) return this.#entries[3 * slot + 2] ?? -1;
    }
  }

  /** Remembers a result for a pair that has none. */
  put(result: number, a: number, b = 0): void {
    if (2 * this.#count > this.#mask) this.#grow();
    this.#insert(result, a, b);
    this.#count++;
  }

  #insert(result: number, a: number, b: number): void {
    let slot = mix(a, b, 0) & this.#mask;
    while (this.#entries[3 * slot] !== -1) slot = (slot + 1) & this.#mask;
    this.#entries[3 * slot] = a;
    this.#entries[3 * slot + 1] = b;
    this.#entries[3 * slot + 2] = result;
  }

  #grow(): void {
    const old = this.#entries;
    this.#mask = 4 * (this.#mask + 1) - 1;
    this.#entries = new Int32Array(3 * (this.#mask + 1)).fill(-1);
    for (let at = 0; at < old.length; at += 3) {
      const a = old[at] ?? -1;
      if (a !== -1) this.#insert(old[at + 2] ?? -1, a, old[at + 1] ?? 0);
    }
  }
}
