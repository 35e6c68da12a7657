import { assertNever } from '../../assert-never.js';
import { ROUTE_REGISTERS } from '../../evaluate/evaluate.js';
import { FIELD_NAMES, type Field } from '../../packet/field.js';
import type { Assignment } from '../../predicate/assignment.js';
import type { Ending } from '../../program/ending.js';
import type { Family } from '../../address/family.js';
import type { LoweredTable } from '../../program/lowered-table.js';
import type { Program } from '../../program/program.js';
import { stepAt } from '../../program/program.js';
import type { Frame, Step, StepId } from '../../program/step.js';
import {
  liveBeforeChanges,
  liveBeforeKeep,
  liveBeforeRecall,
  liveBeforeTest,
  liveField,
  liveFields,
  liveKept,
  liveMemory,
  readByChanges,
  type LiveSet,
} from './live-set.js';
import { prepareTable } from './prepared-table.js';
import { fieldsOf } from './predicate-condition.js';

/** What is live where a subroutine returns to: from a chain, and from the table or lookup around it. */
export type LiveAfter = Readonly<Record<Frame, LiveSet>>;

/** What is live before each step of a subroutine. */
export type LiveAtSteps = ReadonlyMap<StepId, LiveSet>;

/**
 * What of the result is looked at when a walk ends.
 *
 * - `outcome`: everything of which an outcome tells
 * - `fate`: what a fate tells: of packets that get nowhere no more than where they were
 * - `nothing`: only whether packets come to a step counts
 */
export type Observed = 'outcome' | 'fate' | 'nothing';

const OUTCOME: LiveSet =
  liveFields([
    ...FIELD_NAMES.filter((field) => /^(src|dst)/.test(field)),
    'sport',
    'dport',
    'mark',
    'tos',
    'ttl',
    'routeDev',
    'routeType',
    'direct',
    'indev',
    'protocol',
    'iif',
  ]) |
  liveMemory('found') |
  liveMemory('foundRule');

const FINDING = liveMemory('found') | liveMemory('foundRule');
const STOPPED: LiveSet = liveFields(['routeDev', 'direct']) | FINDING;
const HEADER = liveFields([
  ...FIELD_NAMES.filter((field) => /^(src|dst)/.test(field)),
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
  if (observed === 'nothing') return 0n;
  return observed === 'fate' ? FATES[ending.kind] : OUTCOME;
}

/** What `track` reads of a packet, and what it sets. */
const TRACKED = liveFields(
  FIELD_NAMES.filter((field) => /^(src|dst)/.test(field)).concat([
    'protocol',
    'sport',
    'dport',
    'tcpFlags',
    'icmpType',
    'icmpCode',
    'ctstate',
  ]),
);

/** The fields that `track` sets. */
export const CONNECTION_FIELDS: readonly Field[] = FIELD_NAMES.filter((field) =>
  field.startsWith('ct'),
);

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
    switch (step.kind) {
      case 'test':
        return liveFields(fieldsOf(step.when)) | (step.note?.kind === 'rule' ? RULE : 0n);
      case 'assign':
        return touchedByChanges(step.assignments);
      case 'lookup':
        return this.#key(step.table) | RESULT | FINDING | RULE;
      case 'map':
        return DESTINATION | liveFields(step.map.fields);
      case 'resolve':
        return touchedByChanges(step.resolution.assignments) | FINDING | RULE;
      case 'call':
        return this.touched(step.target) | (step.note?.kind === 'lookup' ? RULE : 0n);
      case 'keep':
      case 'recall':
        return KEPT;
      case 'track':
        return TRACKED | liveFields(CONNECTION_FIELDS);
      case 'return':
      case 'confirm':
      case 'forget':
      case 'open':
      case 'close':
      case 'count':
      case 'choose':
      case 'end':
        return 0n;
      default:
        return assertNever(step);
    }
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
    switch (step.kind) {
      case 'test': {
        const yes = at(step.yes) & ~(step.note?.kind === 'rule' ? liveMemory('rule') : 0n);
        return liveBeforeTest(step.when, yes | at(step.no));
      }
      case 'assign':
        return liveBeforeChanges(step.assignments, at(step.next));
      case 'lookup':
        return this.#beforeLookup(step, at);
      case 'map':
        return at(step.next) | DESTINATION;
      case 'resolve': {
        const live = liveBeforeChanges(step.resolution.assignments, at(step.next));
        return step.byRule ? beforeFinding(live) : live & ~FINDING;
      }
      case 'call': {
        const inner = this.before(step.target, this.afterCall(step.frame, at(step.next), after));
        const live = inner.get(step.target) ?? 0n;
        return step.note?.kind === 'lookup' ? live & ~liveMemory('rule') : live;
      }
      case 'return':
        return after[step.frame];
      case 'keep':
        return liveBeforeKeep(at(step.next));
      case 'recall':
        return liveBeforeRecall(at(step.next));
      case 'track':
        return at(step.next) | TRACKED;
      case 'confirm':
      case 'forget':
      case 'open':
      case 'close':
      case 'count':
        return at(step.next);
      case 'choose':
        return step.options.reduce((live, option) => live | at(option), 0n);
      case 'end':
        return observedAt(step.ending, this.observed);
      default:
        return assertNever(step);
    }
  }

  #beforeLookup(step: Extract<Step, { kind: 'lookup' }>, at: (id: StepId) => LiveSet): LiveSet {
    const key = this.#key(step.table);
    return (beforeFinding(at(step.hit)) & ~ALWAYS_SET) | at(step.miss) | key;
  }

  /** What a lookup in a table reads. */
  #key(table: LoweredTable): LiveSet {
    return DESTINATION | readByRoutes(table, this.program.family);
  }

  #reachable(entry: StepId): readonly StepId[] {
    const seen = new Set([entry]);
    const open = [entry];
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      for (const next of successors(stepAt(this.program.steps, id))) {
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

const RULE = liveMemory('rule');
/** What a route can set. */
const RESULT = liveFields([
  ...ROUTE_REGISTERS,
  ...FIELD_NAMES.filter((field) => field.startsWith('nexthop')),
]);
/** What every route sets, whatever it is: a test holds it. */
export const SET_BY_ROUTES = [
  'routeError',
  'routeType',
  'routeDev',
  'routePrefixLength',
  'routeChoice',
  'prefsrc',
] as const satisfies readonly Field[];
const ALWAYS_SET = liveFields(SET_BY_ROUTES);
const KEPT =
  liveFields(ROUTE_REGISTERS) |
  ROUTE_REGISTERS.reduce((set, _, index) => set | liveKept(index), 0n) |
  (['found', 'foundRule', 'keptFound', 'keptFoundRule'] as const).reduce(
    (set, what) => set | liveMemory(what),
    0n,
  );
const DESTINATION = liveFields(FIELD_NAMES.filter((field) => field.startsWith('flowDst')));

const routesRead = new WeakMap<LoweredTable, LiveSet>();

/** What the conditions and the changes of a table's routes read. */
function readByRoutes(table: LoweredTable, family: Family): LiveSet {
  let read = routesRead.get(table);
  if (read === undefined) {
    const { conditions, lists } = prepareTable(table, family, false);
    read = conditions.reduce((set, when) => liveBeforeTest(when, set), 0n);
    for (const { resolution } of lists.flat()) {
      if (resolution !== 'throw') read |= readByChanges(resolution.assignments);
    }
    routesRead.set(table, read);
  }
  return read;
}

function touchedByChanges(assignments: readonly Assignment[]): LiveSet {
  return assignments.reduce(
    (set, change) =>
      set | liveField(change.to) | (change.kind === 'copy' ? liveField(change.from) : 0n),
    0n,
  );
}

function beforeFinding(after: LiveSet): LiveSet {
  const rule = (after & liveMemory('foundRule')) === 0n ? 0n : liveMemory('rule');
  return (after & ~FINDING) | rule;
}

/** Where a step leads inside its subroutine. */
function successors(step: Step): readonly StepId[] {
  switch (step.kind) {
    case 'test':
      return [step.yes, step.no];
    case 'lookup':
      return [step.hit, step.miss];
    case 'choose':
      return step.options;
    case 'return':
    case 'end':
      return [];
    default:
      return [step.next];
  }
}
