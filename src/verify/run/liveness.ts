import { assertNever } from '../../assert-never.js';
import { ADDRESS_FIELDS } from '../../packet/field.js';
import { PACKET_NUMBER_NAMES } from '../../packet/packet-number.js';
import { OUTCOME_FIELDS, type Ending } from '../../program/ending.js';
import { flowOf, visitEffects } from '../../program/flow.js';
import type { Program } from '../../program/program.js';
import { stepAt } from '../../program/program.js';
import type { Frame, Step, StepId } from '../../program/step.js';
import { successorsWithin } from '../../program/successors.js';
import { liveBeforeAll, touchedBy } from './live-effect.js';
import { liveCells, liveFields, type LiveSet } from './live-set.js';

/** What is live where a subroutine returns to: from a chain, and from the table or lookup around it. */
export type LiveAfter = Readonly<Record<Frame, LiveSet>>;

/** What is live before each step of a subroutine. */
export type LiveAtSteps = ReadonlyMap<StepId, LiveSet>;

/**
 * What of the result is looked at when a walk ends.
 *
 * - `packet`: everything that an outcome reports, and the rest of the packet that goes on
 * - `outcome`: everything that an outcome reports
 * - `fate`: what a fate reports: of packets that get nowhere no more than where they were
 * - `nothing`: only whether packets come to a step counts
 */
export type Observed = 'packet' | 'outcome' | 'fate' | 'nothing';

const OUTCOME = liveCells([...OUTCOME_FIELDS, 'found', 'foundRule']);
const PACKET = OUTCOME | liveFields([...PACKET_NUMBER_NAMES, 'oif']);
const FINDING = liveCells(['found', 'foundRule']);
const STOPPED: LiveSet = liveFields(['routeDev', 'direct']) | FINDING;
const HEADER = liveFields([
  ...ADDRESS_FIELDS.src,
  ...ADDRESS_FIELDS.dst,
  'sport',
  'dport',
  'mark',
  'tos',
]);
const FATES: Readonly<Record<Ending['kind'], LiveSet>> = {
  transmit: STOPPED | HEADER,
  deliver: liveFields(['indev', 'direct']) | FINDING | HEADER,
  drop: STOPPED,
  error: STOPPED,
};

/** What is looked at when a walk ends in a way. */
export function observedAt(ending: Ending, observed: Observed): LiveSet {
  switch (observed) {
    case 'nothing':
      return 0n;
    case 'fate':
      return FATES[ending.kind];
    case 'outcome':
      return OUTCOME;
    case 'packet':
      return PACKET;
    default:
      return assertNever(observed);
  }
}

/** One subroutine: its steps in the order in which packets come to them. */
export interface Region {
  readonly steps: readonly StepId[];
}

/** Which registers matter at which step of a program: states that differ in nothing that is read again are one. */
export class Liveness {
  readonly #regions = new Map<StepId, Region>();
  readonly #known = new Map<StepId, (LiveAfter & { readonly live: LiveAtSteps })[]>();

  readonly #touched = new Map<StepId, LiveSet>();

  constructor(
    private readonly program: Pick<Program, 'steps' | 'family'>,
    private readonly observed: Observed = 'outcome',
  ) {}

  /** The steps of a subroutine, those of the subroutines that it calls left out; larger ids come first. */
  region(entry: StepId): Region {
    let region = this.#regions.get(entry);
    if (region === undefined) {
      region = { steps: this.#reachable(entry) };
      this.#regions.set(entry, region);
    }
    return region;
  }

  /** What is live before each step of a subroutine. */
  before(entry: StepId, after: LiveAfter): LiveAtSteps {
    const all = this.#known.get(entry) ?? [];
    const known = all.find(({ chain, table }) => chain === after.chain && table === after.table);
    if (known !== undefined) return known.live;
    const live = this.#compute(entry, after);
    all.push({ ...after, live });
    this.#known.set(entry, all);
    return live;
  }

  /** What is live where a subroutine that a step calls returns to. */
  afterCall(frame: Frame, next: LiveSet, after: LiveAfter): LiveAfter {
    return frame === 'chain' ? { chain: next, table: after.table } : { chain: 0n, table: next };
  }

  /** What a subroutine reads or changes, with the subroutines that it calls. What it leaves alone is after it as it was before. */
  touched(entry: StepId): LiveSet {
    let touched = this.#touched.get(entry);
    if (touched === undefined) {
      touched = this.region(entry).steps.reduce(
        (set, id) => set | this.#touchedBy(stepAt(this.program.steps, id)),
        0n,
      );
      this.#touched.set(entry, touched);
    }
    return touched;
  }

  #touchedBy(step: Step): LiveSet {
    // What an end reports is the packet's own, whoever it went through the subroutine with.
    if (step.kind === 'end') return 0n;
    const { family } = this.program;
    let touched = step.kind === 'call' ? this.touched(step.target) : 0n;
    visitEffects(step, (effect) => {
      touched |= touchedBy(effect, family);
    });
    return touched;
  }

  #compute(entry: StepId, after: LiveAfter): ReadonlyMap<StepId, LiveSet> {
    const live = new Map<StepId, LiveSet>();
    const at = (id: StepId): LiveSet => live.get(id) ?? 0n;
    for (const id of this.region(entry).steps.toReversed()) {
      live.set(id, this.#beforeStep(stepAt(this.program.steps, id), at, after));
    }
    return live;
  }

  #beforeStep(step: Step, at: (id: StepId) => LiveSet, after: LiveAfter): LiveSet {
    const { family } = this.program;
    if (step.kind === 'end') return observedAt(step.ending, this.observed);
    if (step.kind === 'return') return after[step.frame];
    const { first, ways } = flowOf(step);
    let live = 0n;
    for (const { to, by, does } of ways) {
      // What is live where a call returns to is live where the subroutine is left.
      if (by === 'return') continue;
      const there = step.kind === 'call' ? this.#atTarget(step, at, after) : at(to);
      const before = does.length === 0 ? there : liveBeforeAll(does, there, family);
      live = live === 0n ? before : live | before;
    }
    return liveBeforeAll(first, live, family);
  }

  #atTarget(
    { target, frame, next }: Extract<Step, { kind: 'call' }>,
    at: (id: StepId) => LiveSet,
    after: LiveAfter,
  ): LiveSet {
    return this.before(target, this.afterCall(frame, at(next), after)).get(target) ?? 0n;
  }
  #reachable(entry: StepId): readonly StepId[] {
    const seen = new Set([entry]);
    const open = [entry];
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      for (const next of successorsWithin(stepAt(this.program.steps, id))) {
        if (seen.has(next)) continue;
        seen.add(next);
        open.push(next);
      }
    }
    return [...seen].toSorted((a, b) => b - a);
  }
}

const known = new WeakMap<Program['steps'], Map<Observed, Liveness>>();

/** The liveness of a program, which is the same for every run through it. */
export function livenessOf(
  program: Pick<Program, 'steps' | 'family'>,
  observed: Observed,
): Liveness {
  const all = known.get(program.steps) ?? new Map<Observed, Liveness>();
  known.set(program.steps, all);
  const liveness = all.get(observed) ?? new Liveness(program, observed);
  all.set(observed, liveness);
  return liveness;
}
