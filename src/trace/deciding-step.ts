import { assertNever } from '../assert-never.js';
import type { Change, TraceStep } from '../host/explanation.js';
import type { Outcome } from '../host/outcome.js';
import type { HookStep, LookupStage, Stage } from './stage.js';

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
      return (
        stages.flatMap(stepsOf).findLast((step) => endsPath(step, outcome)) ??
        findRoute(lastCheck(stages, outcome)) ??
        found()
      );
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

/** The place of a step of a chain, as an outcome says where the path ended. */
export function placeOf(step: HookStep): string {
  return step.kind === 'policy'
    ? `${step.table} ${step.hook} policy`
    : `${step.table} ${step.chain} rule ${step.number}`;
}

/** The steps of a stage; of one that has none the stage itself. */
function stepsOf(stage: Stage): readonly TraceStep[] {
  return 'steps' in stage ? stage.steps : [stage];
}

function lastLookup(stages: readonly Stage[]): LookupStage | undefined {
  return stages.findLast(
    (stage): stage is LookupStage => stage.kind === 'lookup' && stage.purpose !== 'reverse-path',
  );
}

/** The look-up of the way back to the source, when it is the last of a packet that doesn't get through. */
function lastCheck(stages: readonly Stage[], { kind }: Outcome): LookupStage | undefined {
  const last = stages.findLast((stage) => stage.kind !== 'check');
  return kind === 'drop' && last?.kind === 'lookup' ? last : undefined;
}

/** What gave the result of a lookup: a choice among routes, a table's route, or a rule that refuses. */
function findRoute(lookup: LookupStage | undefined): TraceStep | undefined {
  return lookup?.steps.findLast(
    (step) =>
      step.kind === 'default-route' ||
      (step.kind === 'table' && step.route !== null) ||
      (step.kind === 'rule' && step.matched),
  );
}

function endsPath(step: TraceStep, { at }: Outcome): boolean {
  if (step.kind === 'check') return !step.passed;
  return (step.kind === 'chain-rule' || step.kind === 'policy') && placeOf(step) === at;
}

function changesOf(step: TraceStep): readonly Change[] {
  return step.kind === 'chain-rule' ? step.changes : [];
}

function isChangeOf(field: string): (change: Change) => boolean {
  return (change) => change.field === field;
}
