import type { Frame, StepId } from '../../program/step.js';
import type { Diagram } from '../engine/diagram.js';
import { joinStates } from './join-states.js';
import type { LiveAfter } from './liveness.js';
import { readingOf } from './reading.js';
import { giveBack, type Parts, type State } from './state.js';

/** How a subroutine is left: by the frame that a return names, or for good, by the step where it ends. */
export interface Exits extends Readonly<Record<Frame, State[]>> {
  readonly ends: Map<StepId, State[]>;
}

/** Adds states to those of a step. */
export function addStates(map: Map<StepId, State[]>, id: StepId, states: readonly State[]): void {
  const there = map.get(id);
  if (there === undefined) map.set(id, [...states]);
  else there.push(...states);
}

/**
 * The exits of states that went through a subroutine as one, with what is theirs.
 *
 * @param one - what entered, with the packets of all
 * @param touched - what the subroutine reads or changes
 */
export function giveBackAll(
  diagram: Diagram,
  one: State,
  group: readonly State[],
  exits: Exits,
  touched: Parts,
): Exits {
  const back = (left: readonly State[]): State[] =>
    left.flatMap((state) => giveBack(diagram, one, group, state, touched));
  return {
    chain: back(exits.chain),
    table: back(exits.table),
    ends: new Map([...exits.ends].map(([id, left]) => [id, back(left)])),
  };
}

/** What is read where a subroutine returns to: at all, and by what decides. */
export interface After {
  readonly live: LiveAfter;
  readonly decides: LiveAfter;
}

/** More returns than this are joined as they leave a subroutine. */
const MANY = 32;

/** The same exits in few states, when they are many: each is given back to whatever went through the subroutine as one. */
export function fewerExits(diagram: Diagram, exits: Exits, { live, decides }: After): Exits {
  const join = (frame: Frame): State[] => {
    const states = exits[frame];
    if (states.length <= MANY) return states;
    return [...joinStates(diagram, states, readingOf(live[frame], decides[frame]))];
  };
  return { chain: join('chain'), table: join('table'), ends: exits.ends };
}
