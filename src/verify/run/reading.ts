import type { StepId } from '../../program/step.js';
import type { LiveSet } from './live-set.js';
import type { LiveAtSteps } from './liveness.js';
import { SELDOM } from './seldom-read.js';
import { partsOf, type Parts } from './state.js';

/** What of a state is read later. */
export interface Reading {
  /** What the steps to come look at, by tests and look-ups. */
  readonly decides: LiveSet;
  /** That, and what is stated in the end. */
  readonly live: LiveSet;
  readonly deciding: Parts;
  readonly parts: Parts;
  /** What decides but for what is seldom read; undefined when nothing of that decides. */
  readonly often: Parts | undefined;
}

/** What is read later, with the parts of a state that it is. */
export function readingOf(live: LiveSet, decides: LiveSet): Reading {
  return {
    live,
    decides,
    deciding: partsOf(decides),
    parts: partsOf(live),
    often: (decides & SELDOM) === 0n ? undefined : partsOf(decides & ~SELDOM),
  };
}

/** What is read later at each step of a subroutine, each step worked out once. */
export class Readings {
  readonly #known = new Map<StepId, Reading>();

  constructor(
    private readonly live: LiveAtSteps,
    private readonly decides: LiveAtSteps,
  ) {}

  at(id: StepId): Reading {
    let reading = this.#known.get(id);
    if (reading === undefined) {
      reading = readingOf(this.live.get(id) ?? 0n, this.decides.get(id) ?? 0n);
      this.#known.set(id, reading);
    }
    return reading;
  }
}

const known = new WeakMap<LiveAtSteps, WeakMap<LiveAtSteps, Readings>>();

/** The readings of a subroutine, the same for the same sets. */
export function readingsOf(live: LiveAtSteps, decides: LiveAtSteps): Readings {
  let all = known.get(live);
  if (all === undefined) known.set(live, (all = new WeakMap()));
  let readings = all.get(decides);
  if (readings === undefined) all.set(decides, (readings = new Readings(live, decides)));
  return readings;
}
