import { COPY_FATES, type CopyFate } from '../../program/ending.js';
import type { Step } from '../../program/step.js';
import type { Diagram } from '../engine/diagram.js';
import { stateWhere, type State } from './state.js';

/** All packets that come to one end, as they are then. */
export interface Arrival {
  readonly step: Extract<Step, { kind: 'end' }>;
  readonly state: State;
  /** What became of the copy for their sender; null when there is none. */
  readonly copy: CopyFate | null;
}

/** The packets of a state at an end, by what became of the copies for their senders. */
export function arrivalsOf(
  diagram: Diagram,
  step: Arrival['step'],
  state: State,
): readonly Arrival[] {
  const { emitted } = state.memory;
  return COPY_FATES.flatMap((copy, number): readonly Arrival[] => {
    const where = diagram.whereValue(emitted, (value) => value === number);
    const here = stateWhere(diagram, state, where);
    return here === undefined ? [] : [{ step, state: here, copy }];
  });
}
