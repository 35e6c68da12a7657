import type { Node } from './diagram.js';

/** Answers of its own for a vector of which only some numbers occur. */
export interface NumberTests {
  /** Holds where `(number & mask) === value`. */
  masked(mask: number, value: number): Node;
  /** Holds where `from <= number <= to`. */
  inRange(from: number, to: number): Node;
}

const known = new WeakMap<readonly Node[], NumberTests>();

/** Has tests of a vector answered by something that knows more of it than its bits say. */
export function answerFor(vector: readonly Node[], tests: NumberTests): void {
  known.set(vector, tests);
}

/** Who answers tests of a vector; undefined when its bits do. */
export function testsOf(vector: readonly Node[]): NumberTests | undefined {
  return known.get(vector);
}
