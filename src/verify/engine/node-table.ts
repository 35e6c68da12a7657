/** The level of terminals: below every variable. */
export const TERMINAL_LEVEL = 0x7fffffff;

/**
 * The nodes of decision diagrams in flat typed arrays, each different node once (hash consing): two functions are equal when they are
 * the same number. A terminal holds a value; 0 and 1 are the nodes 0 and 1, false and true.
 */
export class NodeTable {
  #level: Int32Array;
  #low: Int32Array;
  #high: Int32Array;
  #count = 0;
  /** Open addressing: ids of inner nodes, 0 where a place is free. */
  #slots: Int32Array;
  #mask: number;
  readonly #terminals = new Map<number, number>();

  constructor(capacity = 1 << 12) {
    this.#level = new Int32Array(capacity);
    this.#low = new Int32Array(capacity);
    this.#high = new Int32Array(capacity);
    this.#slots = new Int32Array(2 * capacity);
    this.#mask = 2 * capacity - 1;
    this.terminal(0);
    this.terminal(1);
  }

  /** How many nodes there are, terminals included. */
  get size(): number {
    return this.#count;
  }

  /** The variable that a node tests; {@link TERMINAL_LEVEL} for a terminal. */
  level(node: number): number {
    return this.#level[node] ?? TERMINAL_LEVEL;
  }

  /** Where a node leads when its variable is 0; a terminal's value. */
  low(node: number): number {
    return this.#low[node] ?? 0;
  }

  /** Where a node leads when its variable is 1. */
  high(node: number): number {
    return this.#high[node] ?? 0;
  }

  /** The terminal of a value, an integer of 0 to 2^31 - 1. */
  terminal(value: number): number {
    let node = this.#terminals.get(value);
    if (node === undefined) {
      node = this.#push(TERMINAL_LEVEL, value, 0);
      this.#terminals.set(value, node);
    }
    return node;
  }

  /** The node that tests a variable. Both branches test later variables only. */
  make(level: number, low: number, high: number): number {
    if (low === high) return low;
    let slot = mix(level, low, high) & this.#mask;
    for (;;) {
      const found = this.#slots[slot] ?? 0;
      if (found === 0) break;
      if (this.#low[found] === low && this.#high[found] === high && this.#level[found] === level) {
        return found;
      }
      slot = (slot + 1) & this.#mask;
    }
    const node = this.#push(level, low, high);
    this.#slots[slot] = node;
    if (2 * this.#count > this.#slots.length) this.#spread();
    return node;
  }

  #push(level: number, low: number, high: number): number {
    if (this.#count === this.#level.length) {
      this.#level = doubled(this.#level);
      this.#low = doubled(this.#low);
      this.#high = doubled(this.#high);
    }
    const node = this.#count++;
    this.#level[node] = level;
    this.#low[node] = low;
    this.#high[node] = high;
    return node;
  }

  #spread(): void {
    this.#slots = new Int32Array(2 * this.#slots.length);
    this.#mask = this.#slots.length - 1;
    for (let node = 0; node < this.#count; node++) {
      const level = this.level(node);
      if (level === TERMINAL_LEVEL) continue;
      let slot = mix(level, this.low(node), this.high(node)) & this.#mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & this.#mask;
      this.#slots[slot] = node;
    }
  }
}

/** Spreads three numbers over 32 bits. */
export function mix(a: number, b: number, c: number): number {
  let hash = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b) ^ Math.imul(c, 0xc2b2ae35);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}

function doubled(array: Int32Array): Int32Array {
  const larger = new Int32Array(2 * array.length);
  larger.set(array);
  return larger;
}
