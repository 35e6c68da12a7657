import { assertNever } from '../assert-never.js';
import type { Change, TraceStep } from '../host/explanation.js';
import type { Outcome } from '../host/outcome.js';
import {
  stepsOf,
  type DirectStage,
  type HookStep,
  type LookupStage,
  type LookupStep,
  type Stage,
} from './stage.js';

/** What a reader wants to know of a trace: why the packet has this fate, this route, `ip rule`, source or mark. */
export type Aspect = 'fate' | 'route' | 'rule' | 'source' | 'mark';

/** The step of the stages that decided; undefined when none of them did. */
export function findDecidingStep(
  stages: readonly Stage[],
  outcome: Outcome,
  aspect: Aspect,
): TraceStep | undefined {
  const found = (): TraceStep | undefined => findRoute(lastLookup(stages));
  switch (aspect) {
    case 'fate':
      return findEndingSteps(stages, outcome).at(-1) ?? found();
    case 'route':
      return found();
    case 'rule':
      return (
        lastLookup(stages)?.steps.findLast((step) => step.kind === 'rule' && step.matched) ??
        found()
      );
    case 'source':
      return stages
        .flatMap(stepsOf)
        .findLast((step) => step.kind === 'source' || changesOf(step).some(isChangeOf('src')));
    case 'mark':
      return stages.flatMap(stepsOf).findLast((step) => changesOf(step).some(isChangeOf('mark')));
    default:
      return assertNever(aspect);
  }
}

/**
 * The steps by which a packet got nowhere: of one that did not there is one, and of the others none. The stages of a copy for the sender
 * don't count.
 */
export function findEndingSteps(stages: readonly Stage[], outcome: Outcome): readonly TraceStep[] {
  const steps = stages.flatMap(stepsOf);
  const failed = steps.filter(
    (step) => (step.kind === 'check' && !step.passed) || endsPath(step, outcome),
  );
  if (failed.length > 0 || (outcome.kind !== 'drop' && outcome.kind !== 'error')) return failed;
  return lastLookup(stages)?.steps.filter(refuses) ?? [];
}

/** The place of a step of a chain, as an outcome says where the path ended. */
export function placeOf(step: HookStep): string {
  return step.kind === 'policy'
    ? `${step.table} ${step.chain} policy`
    : `${step.table} ${step.chain} rule ${step.number}`;
}

function lastLookup(stages: readonly Stage[]): LookupStage | DirectStage | undefined {
  return stages.findLast(
    (stage): stage is LookupStage | DirectStage =>
      stage.kind === 'direct' || (stage.kind === 'lookup' && stage.purpose !== 'reverse-path'),
  );
}

/** The step ends a lookup without a route. */
function refuses(step: LookupStep): boolean {
  return 'error' in step && step.error !== null;
}

/** What gave the result of a lookup: a choice among routes, a table's route, or a rule that refuses. */
function findRoute(lookup: LookupStage | DirectStage | undefined): TraceStep | undefined {
  return lookup?.steps.findLast(
    (step) =>
      step.kind === 'default-route' ||
      step.kind === 'on-link' ||
      step.kind === 'destination' ||
      refuses(step) ||
      (step.kind === 'table' && step.answer === 'route') ||
      (step.kind === 'rule' && step.matched),
  );
}

function endsPath(step: TraceStep, { at }: Outcome): boolean {
  if (step.kind === 'policy') return step.policy === 'DROP' && placeOf(step) === at;
  return step.kind === 'chain-rule' && step.verdict === 'drop' && placeOf(step) === at;
}

function changesOf(step: TraceStep): readonly Change[] {
  return step.kind === 'chain-rule' || step.kind === 'translation' ? step.changes : [];
}

function isChangeOf(field: string): (change: Change) => boolean {
  return (change) => change.field === field;
}
