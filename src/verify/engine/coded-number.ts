import { answerFor, testsOf } from './coded-vectors.js';
import { FALSE, TRUE, type Diagram, type Node } from './diagram.js';
import { KeptTests } from './kept-tests.js';
import { freeVector, isInRange, type Vector } from './vector.js';

/**
 * A number of which only some values occur, the representatives of classes of alike ones: variables state which. A function of these
 * variables is small where one of the number's bits would be large.
 */
export class CodedNumber extends KeptTests {
  /** Its bits, as functions of the variables. */
  readonly vector: Vector;
  readonly #code: Vector;

  /**
   * @param levels - the variables, ascending: 2^levels.length codes, at least as many as there are values; the last value has the codes that are left
   * @param values - ascending, all different
   */
  constructor(
    private readonly diagram: Diagram,
    private readonly levels: readonly number[],
    readonly values: readonly number[],
    width: number,
  ) {
    super();
    this.#code = freeVector(diagram, levels);
    this.vector = Array.from({ length: width }, (_, index) =>
      this.map((value) => (((value >>> (width - 1 - index)) & 1) === 1 ? TRUE : FALSE)),
    );
    answerFor(this.vector, this);
  }

  /** A function of the number, whose values are no functions of the same variables. */
  map(nodeOf: (value: number) => Node): Node {
    const { diagram, levels } = this;
    const nodes = this.values.map((value) => nodeOf(value));
    const last = nodes.at(-1) ?? FALSE;
    let round = Array.from({ length: 2 ** levels.length }, (_, code) => nodes[code] ?? last);
    for (const level of levels.toReversed()) {
      const next: Node[] = [];
      for (let at = 0; at < round.length; at += 2) {
        next.push(diagram.make(level, round[at] ?? FALSE, round[at + 1] ?? FALSE));
      }
      round = next;
    }
    return round[0] ?? FALSE;
  }

  /** Most tests hold for values that are neighbours. */
  protected where(holds: (number: number) => boolean): Node {
    const first = this.values.findIndex(holds);
    if (first < 0) return FALSE;
    const last = this.values.findLastIndex(holds);
    if (!this.values.slice(first, last).every(holds)) {
      return this.map((value) => (holds(value) ? TRUE : FALSE));
    }
    const end = last === this.values.length - 1 ? 2 ** this.levels.length - 1 : last;
    return isInRange(this.diagram, this.#code, first, end);
  }
}

/** The coded number of which a vector has the bits; undefined when it is none. */
export function codedNumberOf(vector: Vector): CodedNumber | undefined {
  const tests = testsOf(vector);
  return tests instanceof CodedNumber ? tests : undefined;
}
