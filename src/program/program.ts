import type { Family } from '../address/family.js';
import type { Step, StepId } from './step.js';

/** A namespace's packet path for one family, as a graph of steps. */
export interface Program {
  readonly family: Family;
  readonly steps: readonly Step[];
  /** Where the path of a locally generated packet begins. */
  readonly output: StepId;
  /** Where the path of a received packet begins. */
  readonly input: StepId;
}

/** The step of that id. @throws RangeError when the program has none */
export function stepAt(steps: readonly Step[], id: StepId): Step {
  const step = steps[id];
  if (step === undefined) throw new RangeError(`id: 0..${steps.length - 1}, got ${id}`);
  return step;
}
