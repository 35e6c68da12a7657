import type { NatRange } from '../../connection/nat-range.js';
import type { Note } from '../../program/note.js';
import type { StepId } from '../../program/step.js';
import type { Lowering } from '../lowering.js';

/**
 * Where a connection that begins has been translated, its answers are made its own, then `next`. Source: `nf_nat_setup_info`.
 *
 * @param note - what an explanation says when that changes the packet
 */
export function lowerUnique(
  { builder, rewritesEnds }: Lowering,
  range: NatRange | undefined,
  note: Note,
  next: StepId,
): StepId {
  return range === undefined
    ? next
    : builder.add({ kind: 'unique', range, kept: rewritesEnds, next, note });
}
