import { DiagramFull, numbers } from './numbers.js';

/** The level of terminals: below every variable. */
export const TERMINAL_LEVEL = 0x7fffffff;

/** A smaller array grows by more at once: what it grew out of waits to be freed. */
const MANY = 1 << 21;

/** Room for so many nodes there always is. */
const SMALLEST = 1 << 13;

/** Numbers that a node takes in the array: its level, low, high, and the next node of its place. */
const STRIDE = 4;

/**
 * The nodes of decision diagrams in one flat typed array, each different node once (hash consing): two functions are equal when they are
 * the same number. A terminal holds a value; 0 and 1 are the nodes 0 and 1, false and true. What a walk reads of a node is on one line
 * of the processor's cache.
 */
export class NodeTable {
  #nodes: Int32Array;
  #count = 0;
  /** The last node that was made at each place of the hash table, 0 where there is none; the one before it is in the node. */
  #places: Int32Array;
  #mask: number;
  readonly #terminals = new Map<number, number>();

  /** @param most - how many nodes there may be, of {@link SMALLEST} at least */
  constructor(
    private readonly most = Infinity,
    capacity = SMALLEST,
  ) {
    this.#nodes = numbers(STRIDE * capacity);
    this.#places = numbers(capacity);
    this.#mask = capacity - 1;
    this.terminal(0);
    this.terminal(1);
  }

  /** How many nodes there are, terminals included. */
  get size(): number {
    return this.#count;
  }

  /** The variable that a node tests; {@link TERMINAL_LEVEL} for a terminal. */
  level(node: number): number {
    return this.#nodes[STRIDE * node] ?? TERMINAL_LEVEL;
  }

  /** Where a node leads when its variable is 0; a terminal's value. */
  low(node: number): number {
    return this.#nodes[STRIDE * node + 1] ?? 0;
  }

  /** Where a node leads when its variable is 1. */
  high(node: number): number {
    return this.#nodes[STRIDE * node + 2] ?? 0;
  }

  /** The terminal of a value, an integer of 0 to 2^31 - 1. */
  terminal(value: number): number {
    let node = this.#terminals.get(value);
    if (node === undefined) {
      node = this.#push(TERMINAL_LEVEL, value, 0, 0);
      this.#terminals.set(value, node);
    }
    return node;
  }

  /** The node that tests a variable. Both branches test later variables only. */
  make(level: number, low: number, high: number): number {
    if (low === high) return low;
    const nodes = this.#nodes;
    const place = mix(level, low, high) & this.#mask;
    const last = this.#places[place] ?? 0;
    for (let node = last; node !== 0; node = nodes[STRIDE * node + 3] ?? 0) {
      const at = STRIDE * node;
      if (nodes[at + 1] === low && nodes[at + 2] === high && nodes[at] === level) return node;
    }
    const node = this.#push(level, low, high, last);
    this.#places[place] = node;
    if (this.#count > this.#places.length) this.#spread();
    return node;
  }

  /** The values that a node has somewhere. What is below a node was made before it. */
  valuesBelow(root: number): Set<number> {
    const nodes = this.#nodes;
    const isBelow = new Uint8Array(root + 1);
    isBelow[root] = 1;
    const values = new Set<number>();
    for (let node = root; node >= 0; node--) {
      if (isBelow[node] === 0) continue;
      const at = STRIDE * node;
      if (nodes[at] === TERMINAL_LEVEL) values.add(nodes[at + 1] ?? 0);
      else {
        isBelow[nodes[at + 1] ?? 0] = 1;
        isBelow[nodes[at + 2] ?? 0] = 1;
      }
    }
    return values;
  }

  /** For each node up to one: 1 when it has a value of a set somewhere, else 0. */
  haveBelow(last: number, wanted: ReadonlySet<number>): Uint8Array {
    const nodes = this.#nodes;
    const have = new Uint8Array(last + 1);
    for (let node = 0; node <= last; node++) {
      const at = STRIDE * node;
      const low = nodes[at + 1] ?? 0;
      have[node] =
        nodes[at] === TERMINAL_LEVEL
          ? Number(wanted.has(low))
          : (have[low] ?? 0) | (have[nodes[at + 2] ?? 0] ?? 0);
    }
    return have;
  }

  #push(level: number, low: number, high: number, before: number): number {
    const at = STRIDE * this.#count;
    if (at === this.#nodes.length) {
      if (this.#count >= this.most) throw new DiagramFull(`nodes: more than ${this.most}`);
      const room = Math.min(at < MANY ? 4 * at : 2 * at, STRIDE * this.most);
      const larger = numbers(room);
      larger.set(this.#nodes);
      this.#nodes = larger;
    }
    const nodes = this.#nodes;
    nodes[at] = level;
    nodes[at + 1] = low;
    nodes[at + 2] = high;
    nodes[at + 3] = before;
    return this.#count++;
  }

  #spread(): void {
    const places = numbers(4 * this.#places.length);
    const nodes = this.#nodes;
    this.#mask = places.length - 1;
    this.#places = places;
    for (let node = 0; node < this.#count; node++) {
      const at = STRIDE * node;
      const level = nodes[at] ?? TERMINAL_LEVEL;
      if (level === TERMINAL_LEVEL) continue;
      const place = mix(level, nodes[at + 1] ?? 0, nodes[at + 2] ?? 0) & this.#mask;
      nodes[at + 3] = places[place] ?? 0;
      places[place] = node;
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
