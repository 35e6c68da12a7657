import { answerFor, testsOf } from './coded-vectors.js';
import { TRUE, type Diagram, type Node } from './diagram.js';
import { KeptTests } from './kept-tests.js';
import { constantVector, type Vector } from './vector.js';

/**
 * A number that is one of some constants, as the packet decides: a function to their places in the diagram's list of constants. Its tests
 * are found in one walk over that, where they would be as many as the number has bits.
 */
export class ChosenNumber extends KeptTests {
  /** Its bits, as functions of the packet. */
  readonly vector: Vector;

  /** @internal By {@link chosenNumber}. */
  constructor(
    private readonly diagram: Diagram,
    /** The places of its constants. */
    readonly node: Node,
    private readonly constants: Constants,
    width: number,
  ) {
    super();
    this.vector = Array.from({ length: width }, (_, index) =>
      this.where((value) => ((value >>> (width - 1 - index)) & 1) === 1),
    );
    answerFor(this.vector, this);
  }

  /** The constants that it can be. */
  get values(): readonly number[] {
    return this.diagram.valuesOf(this.node).map((place) => this.constants.at(place));
  }

  /** A function of the number. */
  mapTo(change: (value: number) => number): Node {
    return this.diagram.mapValues(this.node, (place) => change(this.constants.at(place)));
  }

  protected where(holds: (number: number) => boolean): Node {
    return this.diagram.whereValue(this.node, (place) => holds(this.constants.at(place)));
  }
}

/** The constants of a diagram, by their places from 1, and the numbers that are chosen among them. */
class Constants {
  readonly #values: number[] = [0];
  readonly #places = new Map<number, number>();
  readonly #chosen = new Map<string, ChosenNumber>();

  constructor(private readonly diagram: Diagram) {}

  at(place: number): number {
    return this.#values[place] ?? 0;
  }

  placeOf(value: number): number {
    let place = this.#places.get(value);
    if (place === undefined) {
      place = this.#values.push(value) - 1;
      this.#places.set(value, place);
    }
    return place;
  }

  chosen(width: number, node: Node): ChosenNumber {
    const key = `${width} ${node}`;
    let number = this.#chosen.get(key);
    if (number === undefined) {
      number = new ChosenNumber(this.diagram, node, this, width);
      this.#chosen.set(key, number);
    }
    return number;
  }
}

const known = new WeakMap<Diagram, Constants>();

function constantsOf(diagram: Diagram): Constants {
  let constants = known.get(diagram);
  if (constants === undefined) known.set(diagram, (constants = new Constants(diagram)));
  return constants;
}

/** The number of which a vector has the bits, when it is chosen among constants; undefined when it isn't, or is one constant. */
export function chosenNumberOf(vector: Vector): ChosenNumber | undefined {
  const tests = testsOf(vector);
  return tests instanceof ChosenNumber ? tests : undefined;
}

/** Reports whether a number is a constant, or one of several as the packet decides. */
export function isOfConstants(vector: Vector): boolean {
  return vector.every((bit) => bit <= TRUE) || chosenNumberOf(vector) !== undefined;
}

/**
 * The number that packets have of which each is in one of some sets, and has a number of constants there. For other packets it is any of them.
 *
 * @param numbers - of equal width, of constants each
 */
export function chooseNumber(
  diagram: Diagram,
  numbers: readonly { readonly packets: Node; readonly vector: Vector }[],
): Vector {
  const constants = constantsOf(diagram);
  const placesOf = (vector: Vector): Node => {
    const chosen = chosenNumberOf(vector);
    if (chosen !== undefined) return chosen.node;
    const value = vector.reduce((number, bit) => ((number << 1) | bit) >>> 0, 0);
    return diagram.terminal(constants.placeOf(value));
  };
  const where = new Map<Node, Node[]>();
  for (const { packets, vector } of numbers) {
    const places = placesOf(vector);
    const there = where.get(places);
    if (there === undefined) where.set(places, [packets]);
    else there.push(packets);
  }
  const parts = [...where].map(([places, packets]) => diagram.and(diagram.any(packets), places));
  const all = diagram.any(numbers.map(({ packets }) => packets));
  const node = diagram.restrict(diagram.any(parts), all);
  const width = numbers[0]?.vector.length ?? 0;
  const only = diagram.valueOf(node);
  if (only !== undefined) return constantVector(width, constants.at(only));
  return constants.chosen(width, node).vector;
}
