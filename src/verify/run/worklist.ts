import type { StepId } from '../../program/step.js';
import type { Reading } from './reading.js';
import type { State } from './state.js';

/** One way out of a step that changes nothing, and what was read later at it. */
export interface Way {
  readonly reading: Reading;
}

/** States that wait at one step. */
interface Waiting {
  readonly states: State[];
  /** The way that they all came, as they were at the step before; undefined when there are several. */
  from: Way | undefined;
}

/** States on their way through a subroutine, each at the step that comes next for it. */
export class Worklist {
  readonly #waiting = new Map<StepId, Waiting>();

  /** Has a state wait at a step; by which way it comes, if it is as it was at the step before but for its packets. */
  put(id: StepId, state: State | undefined, from?: Way): void {
    if (state === undefined) return;
    const there = this.#waiting.get(id);
    if (there === undefined) this.#waiting.set(id, { states: [state], from });
    else {
      there.states.push(state);
      if (there.from !== from) there.from = undefined;
    }
  }

  /** The largest id at which states wait; -1 when there is none. They are few at any time. */
  largest(): StepId {
    let last = -1;
    for (const id of this.#waiting.keys()) if (id > last) last = id;
    return last;
  }

  /**
   * The states that wait at a step, which wait there no more.
   *
   * @param join - makes few states of those that come by several ways; those that come by one are apart as they were at the step before,
   *   when the same is read later
   */
  take(
    id: StepId,
    reading: Reading,
    join: (states: readonly State[]) => readonly State[],
  ): readonly State[] {
    const there = this.#waiting.get(id);
    if (there === undefined) return [];
    this.#waiting.delete(id);
    const before = there.from?.reading;
    const same = before?.live === reading.live && before.decides === reading.decides;
    return same ? there.states : join(there.states);
  }
}
