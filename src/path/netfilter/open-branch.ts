import type { TargetBranch } from '../../netfilter/extension/extension.js';
import type { Place } from '../../program/place.js';
import type { StepId } from '../../program/step.js';
import type { Lowering } from '../lowering.js';
import { choiceOfBranch, choiceOfChange } from './choice-of-match.js';

/** A target's branch for packets that meet its condition: where something else decides as well, a choice between it and what follows. */
export function lowerOpenBranch(
  builder: Lowering['builder'],
  { open, changes }: TargetBranch,
  place: Extract<Place, { kind: 'rule' }>,
  { taken, otherwise }: { readonly taken: StepId; readonly otherwise: StepId },
): StepId {
  if (changes !== undefined) {
    const choice = choiceOfChange(changes, place);
    return builder.add({ kind: 'choose', choice, options: [taken] });
  }
  if (open === undefined) return taken;
  const options = open.taken ? [taken, otherwise] : [otherwise, taken];
  return builder.add({ kind: 'choose', choice: choiceOfBranch(open, place), options });
}
