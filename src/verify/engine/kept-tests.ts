import type { NumberTests } from './coded-vectors.js';
import type { Node } from './diagram.js';

/** The tests of a number, each found once. */
export abstract class KeptTests implements NumberTests {
  readonly #tests = new Map<string, Node>();

  /** Holds where the number is one that holds. */
  protected abstract where(holds: (number: number) => boolean): Node;

  masked(mask: number, value: number): Node {
    return this.#test(`${mask} ${value}`, (number) => (number & mask) >>> 0 === value);
  }

  inRange(from: number, to: number): Node {
    return this.#test(`${from}-${to}`, (number) => number >= from && number <= to);
  }

  #test(key: string, holds: (number: number) => boolean): Node {
    let node = this.#tests.get(key);
    if (node === undefined) this.#tests.set(key, (node = this.where(holds)));
    return node;
  }
}
