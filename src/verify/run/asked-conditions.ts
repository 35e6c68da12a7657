import type { Predicate } from '../../predicate/predicate.js';
import { TRUE, type Diagram, type Node } from '../engine/diagram.js';
import { sameVector, sumOfVector, type Vector } from '../engine/vector.js';
import type { Registers } from '../packets/packet-space.js';
import { conditionOf, looksOf, type Looks } from './predicate-condition.js';
import type { State } from './state.js';

/** What a predicate was found to be for some registers. */
interface Asked {
  readonly registers: Registers;
  readonly care: Node;
  readonly node: Node;
}

/** One predicate: the registers at which it looks, and what it was found to be. */
interface Predicated {
  readonly looks: Looks;
  /** By a sum of these registers: a predicate can be asked with thousands of constants. */
  readonly bySum: Map<number, Asked[]>;
}

/** Predicates as conditions: one over registers that are as they were when it was last asked isn't asked again. */
export class AskedConditions {
  readonly #known = new Map<Predicate, Predicated>();

  /**
   * @param comparing - called before a predicate that compares registers is asked
   * @param same - returns where two numbers are equal, of the packets that count
   */
  constructor(
    private readonly diagram: Diagram,
    private readonly comparing: ((predicate: Predicate, registers: Registers) => void) | undefined,
    private readonly same: (a: Vector, b: Vector, care: Node) => Node,
  ) {}

  /** The packets for which a predicate holds, were they in a state. */
  of(predicate: Predicate, { registers, packets }: State): Node {
    let known = this.#known.get(predicate);
    if (known === undefined) {
      known = { looks: looksOf(predicate), bySum: new Map() };
      this.#known.set(predicate, known);
    }
    const { looks, bySum } = known;
    if (looks.compares) this.comparing?.(predicate, registers);
    const care = looks.compares ? packets : TRUE;
    let sum = care;
    for (const index of looks.at) sum = sumOfVector(sum, registers[index] ?? []);
    let asked = bySum.get(sum);
    if (asked === undefined) bySum.set(sum, (asked = []));
    for (const before of asked) {
      if (before.care === care && areAlike(before.registers, registers, looks.at)) {
        return before.node;
      }
    }
    const same = (a: Vector, b: Vector): Node => this.same(a, b, care);
    const node = conditionOf(this.diagram, predicate, registers, same);
    asked.push({ registers, care, node });
    return node;
  }
}

/** Reports whether some registers are the same. */
function areAlike(a: Registers, b: Registers, places: readonly number[]): boolean {
  if (a === b) return true;
  for (const index of places) {
    const one = a[index];
    const other = b[index];
    if (one === other) continue;
    if (one === undefined || other === undefined || !sameVector(one, other)) return false;
  }
  return true;
}
