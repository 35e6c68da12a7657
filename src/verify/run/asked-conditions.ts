import type { Predicate } from '../../predicate/predicate.js';
import { TRUE, type Diagram, type Node } from '../engine/diagram.js';
import { sameVector, sumOfVector, type Vector } from '../engine/vector.js';
import type { Registers } from '../packets/packet-space.js';
import { conditionOf, looksOf } from './predicate-condition.js';
import type { State } from './state.js';

/** What a predicate was found to be for some registers. */
interface Asked {
  readonly registers: Registers;
  readonly care: Node;
  readonly node: Node;
}

/** Predicates as conditions: one over registers that are as they were when it was last asked isn't asked again. */
export class AskedConditions {
  /** By a sum of the registers at which the predicate looks: a predicate can be asked with thousands of constants. */
  readonly #asked = new Map<Predicate, Map<number, Asked[]>>();

  /**
   * @param comparing - told before a predicate that compares registers is asked
   * @param same - tells where two numbers are equal, of the packets that count
   */
  constructor(
    private readonly diagram: Diagram,
    private readonly comparing: ((predicate: Predicate, registers: Registers) => void) | undefined,
    private readonly same: (a: Vector, b: Vector, care: Node) => Node,
  ) {}

  /** The packets for which a predicate holds, were they in a state. */
  of(predicate: Predicate, { registers, packets }: State): Node {
    const looks = looksOf(predicate);
    if (looks.compares) this.comparing?.(predicate, registers);
    const care = looks.compares ? packets : TRUE;
    let bySum = this.#asked.get(predicate);
    if (bySum === undefined) this.#asked.set(predicate, (bySum = new Map<number, Asked[]>()));
    let sum = care;
    for (const index of looks.at) sum = sumOfVector(sum, registers[index] ?? []);
    const asked = bySum.get(sum) ?? [];
    for (const before of asked) {
      if (before.care === care && areAlike(before.registers, registers, looks.at)) {
        return before.node;
      }
    }
    const same = (a: Vector, b: Vector): Node => this.same(a, b, care);
    const node = conditionOf(this.diagram, predicate, registers, same);
    asked.push({ registers, care, node });
    bySum.set(sum, asked);
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
