import { assertNever } from '../assert-never.js';
import type { TraceStep } from '../host/explanation.js';

type StepOf<Kind extends TraceStep['kind']> = Extract<TraceStep, { kind: Kind }>;

/** A step inside a route lookup. */
export type LookupStep = StepOf<
  | 'rule'
  | 'table'
  | 'no-route'
  | 'on-link'
  | 'destination'
  | 'suppress'
  | 'default-route'
  | 'nexthop'
  | 'source'
>;

/** A step inside a built-in chain and the chains that it calls. */
export type HookStep = StepOf<'chain-rule' | 'policy'>;

/** A route lookup with its steps. */
export interface LookupStage extends StepOf<'lookup'> {
  readonly steps: readonly LookupStep[];
}

/** A route that is made without a lookup. */
export interface DirectStage {
  readonly kind: 'direct';
  readonly steps: readonly LookupStep[];
}

/** A built-in chain with its steps. */
export interface HookStage extends StepOf<'hook'> {
  readonly steps: readonly HookStep[];
}

/** One part of a packet's path: what a reader takes in at once. */
export type Stage =
  | LookupStage
  | DirectStage
  | HookStage
  | StepOf<'reroute' | 'translation' | 'check' | 'bridge' | 'loopback' | 'copy' | 'copy-end'>;

/** Puts the steps of lookups and of chains under the step that begins them; the order stays. */
export function groupStages(steps: readonly TraceStep[]): readonly Stage[] {
  const stages: Stage[] = [];
  let lookup: LookupStep[] = [];
  let hook: HookStep[] = [];
  for (const step of steps) {
    switch (step.kind) {
      case 'lookup':
        lookup = [];
        stages.push({ ...step, steps: lookup });
        break;
      case 'hook':
        hook = [];
        stages.push({ ...step, steps: hook });
        break;
      case 'on-link':
      case 'destination':
        if (!followsLookup(step)) {
          lookup = [];
          stages.push({ kind: 'direct', steps: lookup });
        }
        lookup.push(step);
        break;
      case 'chain-rule':
      case 'policy':
        hook.push(step);
        break;
      case 'reroute':
      case 'translation':
      case 'check':
      case 'bridge':
      case 'loopback':
      case 'copy':
      case 'copy-end':
        stages.push(step);
        break;
      case 'rule':
      case 'table':
      case 'no-route':
      case 'suppress':
      case 'default-route':
      case 'nexthop':
      case 'source':
        lookup.push(step);
        break;
      default:
        assertNever(step);
    }
  }
  return stages;
}

/** Reports whether a step without a table follows a failed lookup, or replaces one. */
function followsLookup(step: StepOf<'on-link' | 'destination'>): boolean {
  return step.kind === 'on-link' && step.why === 'device';
}

/** The steps of a stage; of one that has none the stage itself. */
export function stepsOf(stage: Stage): readonly TraceStep[] {
  return 'steps' in stage ? stage.steps : [stage];
}

/** The stages of a packet itself: those of the copy for its sender left out. */
export function withoutCopy(stages: readonly Stage[]): readonly Stage[] {
  const [from, to] = [
    stages.findIndex(({ kind }) => kind === 'copy'),
    stages.findIndex(({ kind }) => kind === 'copy-end'),
  ];
  return from < 0 ? stages : [...stages.slice(0, from), ...stages.slice(to + 1)];
}
