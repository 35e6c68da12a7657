import type { TargetBranch } from '../../netfilter/extension/extension.js';
import type { HookName } from '../../netfilter/hook.js';
import { set, type Assignment } from '../../predicate/assignment.js';
import type { RuleVerdict } from '../../program/note.js';
import type { StepId } from '../../program/step.js';
import type { Lowering } from '../lowering.js';
import { lowerKeptTranslation } from './kept-translation.js';

/** The words in which explanations have a verdict. */
export const VERDICT_WORDS = {
  continue: 'continue',
  break: 'continue',
  ACCEPT: 'accept',
  DROP: 'drop',
  RETURN: 'return',
} as const satisfies Record<string, RuleVerdict>;

/** The translation of the connection is settled at this hook. */
const SETTLES = [set('natDone', 1)];

/** What a target's branch assigns, then `next`. */
export function lowerTargetChange(
  lowering: Lowering,
  { assignments, settles, next: verdict }: TargetBranch,
  { hook, severalNat = false }: { readonly hook: HookName; readonly severalNat?: boolean },
  next: StepId,
): StepId {
  const settled = severalNat && settles === true ? SETTLES : [];
  const note = { kind: 'target', verdict: VERDICT_WORDS[verdict] } as const;
  const assign = (changes: readonly Assignment[], then: StepId): StepId =>
    lowering.builder.assign([...changes, ...settled], then, note);
  return lowering.rewritesEnds && settles === true
    ? lowerKeptTranslation(lowering, assignments, hook, next, assign)
    : assign(assignments, next);
}
