import { HOOK_STAGES, type HookStage } from '../netfilter/hook.js';
import type { StepId } from '../program/step.js';
import { lowerTable, type HookWalk } from './chain-walk.js';
import type { Lowering } from './lowering.js';
import { lowerNat } from './nat-stage.js';

/** One hook: what is done there, in order, then `next`. Source: `nf_hook_slow`. */
export function lowerHook(lowering: Lowering, walk: HookWalk, next: StepId): StepId {
  return HOOK_STAGES[walk.hook].reduceRight(
    (after, stage) => lowerStage(lowering, stage, walk, after),
    next,
  );
}

/** One thing that is done at a hook, then `next`. */
export function lowerStage(
  lowering: Lowering,
  stage: HookStage,
  walk: HookWalk,
  next: StepId,
): StepId {
  switch (stage) {
    case 'track':
    case 'confirm':
      return lowering.tracks && walk.looped !== true
        ? lowering.builder.add({ kind: stage, next })
        : next;
    case 'nat':
      return lowering.tracks ? lowerNat(lowering, walk, next) : next;
    default:
      return lowerTable(lowering, stage, walk, next);
  }
}
