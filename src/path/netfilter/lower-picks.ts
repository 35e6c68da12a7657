import { printAddress } from '../../address/address-text.js';
import type { NatPick } from '../../connection/nat-range.js';
import type { Field } from '../../packet/field.js';
import type { Place } from '../../program/place.js';
import type { StepId } from '../../program/step.js';
import type { Lowering } from '../lowering.js';
import { inRule } from './choice-of-match.js';

/** The rule that translates. */
type RulePlace = Extract<Place, { kind: 'rule' }>;

/** What NAT picks for the packets that a rule translates. */
export interface Picking {
  readonly picks: readonly NatPick[];
  readonly place: RulePlace;
}

/**
 * Registers are given what NAT picks, one after the other, then `next`.
 *
 * @param into - the register that holds what is picked for another
 */
export function lowerPicks(
  { builder, rewritesEnds }: Lowering,
  { picks, place }: Picking,
  next: StepId,
  into: (field: Field) => Field = (field) => field,
): StepId {
  const rule = inRule(place);
  return picks.reduceRight((after, pick) => {
    const name = `${pick.to} of ${printRange(pick)} ${rule}`;
    const to = into(pick.to);
    return builder.add({ kind: 'pick', pick, to, name, rule, kept: rewritesEnds, next: after });
  }, next);
}

function printRange({ to, range: { addresses, ports } }: NatPick): string {
  if (to === 'sport' || to === 'dport' || to === 'icmpId') return `${ports?.from}-${ports?.to}`;
  return addresses === undefined
    ? 'all'
    : `${printAddress(addresses.from)}-${printAddress(addresses.to)}`;
}
