import { printAddress } from '../../address/address-text.js';
import { addressFromWords } from '../../address/address.js';
import { FIELDS, type Field } from '../../packet/field.js';
import type { ChoicePoint } from '../../program/choice-point.js';
import type { Step, StepId } from '../../program/step.js';
import {
  chooseVector,
  constantVector,
  isInRange,
  isMasked,
  type Vector,
} from '../engine/vector.js';
import type { PacketSpace } from '../packets/packet-space.js';
import { FIELD_INDEX } from '../packets/packet-space.js';
import type { Connections } from '../run/track-packets.js';
import { changeHeld, stateWhere, type State } from '../run/state.js';

/** A choice that some packets meet: which variables stand for its options. */
export interface Choice {
  readonly name: string;
  /** What a number of {@link option} means. */
  readonly meaning: (option: number) => string;
  /** How often it has been met before on the way. */
  readonly occasion: number;
  /** The number of the option, or the one that is picked, as variables. */
  readonly option: Vector;
}

/** A choice between steps. */
interface ChoiceOfWays {
  readonly choice: Pick<ChoicePoint, 'name' | 'rule' | 'meanings'>;
  readonly options: readonly StepId[];
}

/** Whether the answers of a connection that begins are another's. */
const CLASH = {
  name: 'answers of another connection',
  meanings: ['they are of no other', 'another connection has them'],
};

/** The choices that packets of one run meet. */
export class MetChoices {
  /** In the order in which they were met first. */
  readonly all: Choice[] = [];
  readonly #known = new Set<Vector>();

  /** @param byRule - those that are made in a rule are distinguished by it, and not by what they are about */
  constructor(
    private readonly space: Pick<PacketSpace, 'diagram' | 'choice' | 'pick'>,
    private readonly byRule = false,
  ) {}

  /** The states of packets that come to a choice, by the step where their option leads. */
  divide(
    { choice: point, options }: ChoiceOfWays,
    state: State,
  ): readonly (readonly [next: StepId, state: State])[] {
    const { diagram } = this.space;
    const name = this.byRule ? (point.rule ?? point.name) : point.name;
    const occasion = state.met.get(name) ?? 0;
    const option = this.space.choice(name, occasion, options.length);
    if (!this.#known.has(option)) {
      this.#known.add(option);
      const { meanings } = point;
      const meaning = (index: number): string =>
        meanings[Math.min(index, meanings.length - 1)] ?? '';
      this.all.push({ name: point.name, meaning, occasion, option });
    }
    const met = new Map(state.met).set(name, occasion + 1);
    const taken = options.slice(0, -1).map((_, index) => isMasked(diagram, option, 0xffff, index));
    return options.flatMap((next, index) => {
      const here = taken[index] ?? diagram.not(diagram.any(taken));
      const part = stateWhere(diagram, state, here);
      return part === undefined ? [] : [[next, { ...part, met }] as const];
    });
  }

  /** The states of packets with which connections begin: where there are others, and rules can lead to it, the answers may be another's. */
  confirm(
    { clashes, next, clash }: Extract<Step, { kind: 'confirm' }>,
    state: State,
    connections: Connections,
  ): readonly (readonly [next: StepId, state: State])[] {
    return clashes && connections === 'any'
      ? this.divide({ choice: CLASH, options: [next, clash] }, state)
      : [[next, state]];
  }

  /** The state of packets for which any number of a range is picked. Picks into one register share their variables: a packet meets one of them. */
  pick({ pick, to, name, rule }: Extract<Step, { kind: 'pick' }>, state: State): State {
    const { diagram } = this.space;
    const { from, last } = pick;
    const key = this.byRule ? `${pick.to} ${rule}` : `pick ${pick.to}`;
    const occasion = state.met.get(key) ?? 0;
    const { bits } = FIELDS[pick.to];
    const option = this.space.pick(key, occasion, bits);
    const inside =
      from <= last
        ? isInRange(diagram, option, from, last)
        : diagram.not(isInRange(diagram, option, last + 1, from - 1));
    const picked = chooseVector(diagram, inside, option, constantVector(bits, from));
    if (!this.#known.has(picked)) {
      this.#known.add(picked);
      this.all.push({
        name,
        meaning: (number) => printPicked(pick.to, number),
        occasion,
        option: picked,
      });
    }
    const met = new Map(state.met).set(key, occasion + 1);
    const changed = changeHeld(state, ({ registers }) => ({
      registers: registers.with(FIELD_INDEX[to], picked),
    }));
    return { ...changed, met };
  }
}

/** A port, or a word of an address: the first one of IPv4 is all of it. */
function printPicked(to: Field, number: number): string {
  return to === 'src' || to === 'dst'
    ? printAddress(addressFromWords(4, [number]))
    : `${to === 'sport' || to === 'dport' ? number : `${to} 0x${number.toString(16)}`}`;
}
