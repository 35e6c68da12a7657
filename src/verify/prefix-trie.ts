import type { Prefix } from '../address/prefix.js';
import type { Diagram, Node } from './engine/diagram.js';

const ABSENT = 0;

/** Prefixes with a number each, as a binary trie in flat arrays: what a diagram of a table is built from, again for each of its uses. */
export class PrefixTrie {
  #zero: Int32Array = new Int32Array(256);
  #one: Int32Array = new Int32Array(256);
  /** The number at a node plus one; 0 for none. */
  #number: Int32Array = new Int32Array(256);
  #count = 1;

  /** Gives a prefix its number, 0 to 2^31 - 2; a later one takes its place. */
  put({ address: { words }, length }: Prefix, number: number): void {
    let node = 0;
    for (let bit = 0; bit < length; bit++) {
      const one = ((words[bit >>> 5] ?? 0) >>> (31 - (bit & 31))) & 1;
      let next = (one === 1 ? this.#one[node] : this.#zero[node]) ?? ABSENT;
      if (next === ABSENT) {
        next = this.#add();
        if (one === 1) this.#one[node] = next;
        else this.#zero[node] = next;
      }
      node = next;
    }
    this.#number[node] = number + 1;
  }

  /**
   * The value of the longest prefix of an address, as a function of the address.
   *
   * @param levels - the variable of each bit of the address, ascending
   * @param missing - the value of an address that no prefix contains
   * @param valueOf - a prefix's value, from its number and the value of the next shorter prefix
   */
  build(
    diagram: Diagram,
    levels: readonly number[],
    missing: number,
    valueOf: (number: number, shorter: number) => number,
  ): Node {
    const walk = (node: number, bit: number, shorter: number): Node => {
      const number = this.#number[node] ?? 0;
      const value = number === 0 ? shorter : valueOf(number - 1, shorter);
      const zero = this.#zero[node] ?? ABSENT;
      const one = this.#one[node] ?? ABSENT;
      if (zero === ABSENT && one === ABSENT) return diagram.terminal(value);
      return diagram.make(
        levels[bit] ?? 0,
        zero === ABSENT ? diagram.terminal(value) : walk(zero, bit + 1, value),
        one === ABSENT ? diagram.terminal(value) : walk(one, bit + 1, value),
      );
    };
    return walk(0, 0, missing);
  }

  #add(): number {
    if (this.#count === this.#zero.length) {
      this.#zero = doubled(this.#zero);
      this.#one = doubled(this.#one);
      this.#number = doubled(this.#number);
    }
    return this.#count++;
  }
}

function doubled(array: Int32Array): Int32Array {
  const larger = new Int32Array(2 * array.length);
  larger.set(array);
  return larger;
}
