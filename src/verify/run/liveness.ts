import { assertNever } from '../../assert-never.js';
import { ADDRESS_FIELDS, FIELD_NAMES } from '../../packet/field.js';
import { PACKET_NUMBER_NAMES } from '../../packet/packet-number.js';
import { SHARED_FIELDS } from '../../program/cell.js';
import { OUTCOME_FIELDS, type Ending } from '../../program/ending.js';
import { flowOf, visitEffects } from '../../program/flow.js';
import type { Program } from '../../program/program.js';
import { stepAt } from '../../program/program.js';
import type { Frame, Step, StepId } from '../../program/step.js';
import { successorsWithin } from '../../program/successors.js';
import { liveBeforeAll, touchedBy } from './live-effect.js';
import { liveCells, liveFields, type LiveSet } from './live-set.js';

/** What is live where a subroutine returns to: from a chain, and from the table or lookup around it. */
export interface LiveAfter extends Readonly<Record<Frame, LiveSet>> {
  /** What is live of a packet that was emitted when it has come to its end: that which emitted it goes on. Undefined for any other packet. */
  readonly end?: LiveSet | undefined;
}

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

const OUTCOME = liveCells([...OUTCOME_FIELDS, 'found', 'foundRule', 'emitted']);
const PACKET = OUTCOME | liveFields([...PACKET_NUMBER_NAMES, 'oif']);
const EVERYTHING = PACKET | liveFields(FIELD_NAMES);
const FINDING = liveCells(['found', 'foundRule', 'emitted']);
const STOPPED: LiveSet = liveFields(['routeDev', 'direct']) | FINDING;
const HEADER = liveFields([
  ...ADDRESS_FIELDS.src,
  ...ADDRESS_FIELDS.dst,
  'sport',
  'dport',
  'mark',
  'tos',
]);
/** What a packet gets back from one that it has emitted. */
const SHARED = liveFields(SHARED_FIELDS);
const EMITTED = liveCells(['emitted']);
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
      return goesOn(ending) ? EVERYTHING : PACKET;
    default:
      return assertNever(observed);
  }
}

/** Whether packets walk on in their namespace, with all that is known of them. */
function goesOn(ending: Ending): boolean {
  if (ending.kind !== 'transmit') return false;
  return ending.bridged === 'received' || ending.bridged === 'turned';
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
    const { chain, table, end } = after;
    const known = all.find((one) => one.chain === chain && one.table === table && one.end === end);
    if (known !== undefined) return known.live;
    const live = this.#compute(entry, after);
    all.push({ chain, table, end, live });
    this.#known.set(entry, all);
    return live;
  }

  /** What is live where a subroutine that a step calls returns to. */
  afterCall(frame: Frame, next: LiveSet, { table, end }: LiveAfter): LiveAfter {
    return frame === 'chain' ? { chain: next, table, end } : { chain: 0n, table: next, end };
  }

  /** What is live where a packet that a step emits has come to its end. */
  afterEmitted(next: LiveSet): LiveAfter {
    return { chain: 0n, table: 0n, end: next & SHARED };
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
    if (step.kind === 'emit') touched = this.touched(step.to);
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
    if (step.kind === 'end') return after.end ?? observedAt(step.ending, this.observed);
    if (step.kind === 'return') return after[step.frame];
    if (step.kind === 'emit') return this.#beforeEmit(step, at(step.next));
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

  /** All but what is shared stays as it is; that comes from the packet that is emitted. */
  #beforeEmit({ to }: Extract<Step, { kind: 'emit' }>, next: LiveSet): LiveSet {
    const emitted = this.before(to, this.afterEmitted(next)).get(to) ?? 0n;
    return emitted | (next & ~(SHARED | EMITTED));
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
