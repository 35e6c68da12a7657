import { isPacketHook, type ChainHook } from '../../netfilter/base-chain.js';
import type { TargetBranch } from '../../netfilter/extension/extension.js';
import { set, type Assignment } from '../../predicate/assignment.js';
import type { RuleVerdict } from '../../program/note.js';
import type { Place } from '../../program/place.js';
import type { StepId } from '../../program/step.js';
import type { Lowering } from '../lowering.js';
import { givesIdentifier, lowerIdentified, lowerKeptTranslation } from './kept-translation.js';
import { lowerPicks } from './lower-picks.js';
import { lowerUnique } from './unique.js';

/** The words in which explanations have a verdict. */
export const VERDICT_WORDS = {
  continue: 'continue',
  break: 'continue',
  ACCEPT: 'accept',
  DROP: 'drop',
  RETURN: 'return',
} as const satisfies Record<string, RuleVerdict>;

/** The translation of the connection is settled at this hook. */
const SETTLES = set('natDone', 1);

/** The source has none but the ports that the rule names. */
const LIMITS = set('natLimited', 1);

/** What a target's branch assigns, then `next`. */
export function lowerTargetChange(
  lowering: Lowering,
  { assignments, picks = [], settles, next: verdict }: TargetBranch,
  { hook, notesSettled = false }: { readonly hook: ChainHook; readonly notesSettled?: boolean },
  place: Extract<Place, { kind: 'rule' }>,
  next: StepId,
): StepId {
  const settled = [
    ...(notesSettled && settles !== undefined ? [SETTLES] : []),
    ...(settles?.end === 'src' && settles.ports !== undefined ? [LIMITS] : []),
  ];
  const note = { kind: 'target', verdict: VERDICT_WORDS[verdict] } as const;
  const assign = (changes: readonly Assignment[], then: StepId): StepId =>
    lowering.builder.assign([...changes, ...settled], then, note);
  const unique = lowerUnique(lowering, settles, note, next);
  if (settles !== undefined && isPacketHook(hook)) {
    const picking = { assignments, picks, place };
    if (lowering.rewritesEnds) {
      return lowerKeptTranslation(lowering, picking, hook, unique, assign);
    }
    if (givesIdentifier(picking)) return lowerIdentified(lowering, picking, hook, unique, assign);
  }
  if (picks.length === 0) return assign(assignments, unique);
  const picked = lowerPicks(lowering, { picks, place }, assign([], unique));
  return lowering.builder.assign(assignments, picked);
}
