import type { ChoicePoint } from '../../program/choice-point.js';
import type { Step, StepId } from '../../program/step.js';
import { isMasked, type Vector } from '../engine/vector.js';
import type { PacketSpace } from '../packets/packet-space.js';
import { stateWhere, type State } from '../run/state.js';

/** A choice that some packets meet: which variables stand for its options. */
export interface Choice {
  readonly point: ChoicePoint;
  /** How often it has been met before on the way. */
  readonly occasion: number;
  /** The number of the option, as variables. */
  readonly option: Vector;
}

/** The choices that packets of one run meet. */
export class MetChoices {
  /** In the order in which they were met first. */
  readonly all: Choice[] = [];
  readonly #known = new Set<Vector>();

  /** @param byRule - those that are made in a rule are distinguished by it, and not by what they are about */
  constructor(
    private readonly space: Pick<PacketSpace, 'diagram' | 'choice'>,
    private readonly byRule = false,
  ) {}

  /** The states of packets that come to a choice, by the step where their option leads. */
  divide(
    { choice: point, options }: Extract<Step, { kind: 'choose' }>,
    state: State,
  ): readonly (readonly [next: StepId, state: State])[] {
    const { diagram } = this.space;
    const name = this.byRule ? (point.rule ?? point.name) : point.name;
    const occasion = state.met.get(name) ?? 0;
    const option = this.space.choice(name, occasion, options.length);
    if (!this.#known.has(option)) {
      this.#known.add(option);
      this.all.push({ point, occasion, option });
    }
    const met = new Map(state.met).set(name, occasion + 1);
    const taken = options.slice(0, -1).map((_, index) => isMasked(diagram, option, 0xffff, index));
    return options.flatMap((next, index) => {
      const here = taken[index] ?? diagram.not(diagram.any(taken));
      const part = stateWhere(diagram, state, here);
      return part === undefined ? [] : [[next, { ...part, met }] as const];
    });
  }
}
