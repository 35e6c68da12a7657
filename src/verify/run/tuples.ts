import type { Diagram, Node } from '../engine/diagram.js';

/** What two functions that are the same somewhere are together there. */
export const ALIKE = 0;

/** Combines several functions into one whose values number the different combinations of theirs. */
export class Tuples {
  readonly #pairs: (readonly [left: number, right: number])[] = [];
  readonly #numbers = new Map<string, number>();

  constructor(private readonly diagram: Diagram) {}

  /** One function of several; {@link values} gives back theirs. */
  combine(nodes: readonly Node[]): Node {
    const [first, ...others] = nodes;
    return others.reduce(
      (joined, node) => this.diagram.combine(joined, node, (a, b) => this.#number(a, b)),
      first ?? this.diagram.terminal(0),
    );
  }

  /** One function of two, whose values number the different pairs of theirs; where both have the same it is {@link ALIKE}. */
  combineDifferent(a: Node, b: Node): Node {
    // A number that is none of a pair's.
    if (this.#pairs.length === ALIKE) this.#pairs.push([0, 0]);
    return this.diagram.combine(a, b, (left, right) => this.#number(left, right), ALIKE);
  }

  /** The values of `count` functions behind a value of their combination. */
  values(combined: number, count: number): readonly number[] {
    const values: number[] = [];
    let left = combined;
    for (let index = 1; index < count; index++) {
      const [before, right] = this.#pairs[left] ?? [0, 0];
      values.unshift(right);
      left = before;
    }
    return [left, ...values];
  }

  #number(left: number, right: number): number {
    const key = `${left} ${right}`;
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.#pairs.length;
      this.#pairs.push([left, right]);
      this.#numbers.set(key, number);
    }
    return number;
  }
}
