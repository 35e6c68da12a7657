import { assertNever } from '../assert-never.js';
import { fieldMax, type Field } from '../packet/field.js';
import type { Predicate } from '../predicate/predicate.js';
import type { Dice } from './dice.js';
import { edgePoints, onlyField, type EdgePoints } from './edge-points.js';
import { originOf, type PacketField } from './packet-field.js';

/** A packet in the making: the fields that are settled. */
export interface Draft {
  readonly values: Map<PacketField, number>;
  /** What the bits of an address are that nothing has settled. */
  fill: number;
}

/**
 * Settles fields so that a predicate holds, or narrowly doesn't: on the edge of what it names or just beyond. Fields that are settled stay,
 * so nothing is promised.
 */
export function aim(predicate: Predicate, wanted: boolean, draft: Draft, dice: Dice): void {
  const field = onlyField(predicate);
  if (field !== undefined) return aimField(predicate, field, wanted, draft, dice);
  switch (predicate.kind) {
    case 'not':
      return aim(predicate.of, !wanted, draft, dice);
    case 'all':
    case 'any':
      return aimParts(predicate, wanted, draft, dice);
    case 'masked':
    case 'range':
    case 'same':
      return;
    default:
      return assertNever(predicate);
  }
}

/** Settles one field. Of an address, what lies below the word is then as near as what was aimed at. */
function aimField(
  predicate: Predicate,
  field: Field,
  wanted: boolean,
  draft: Draft,
  dice: Dice,
): void {
  const origin = originOf(field);
  if (origin === undefined || draft.values.has(origin)) return;
  const inside = predicate.kind === 'masked' && wanted && dice.onceIn(3);
  const value = inside
    ? ((predicate.value | (dice.word() & ~predicate.mask)) & fieldMax(field)) >>> 0
    : drawPoint(edgePoints(predicate, field), wanted, dice);
  if (value === undefined) return;
  draft.values.set(origin, value);
  if (!wanted && predicate.kind === 'masked') draft.fill = value < predicate.value ? 0xffffffff : 0;
}

function drawPoint({ ends, flips }: EdgePoints, wanted: boolean, dice: Dice): number | undefined {
  const outcome = wanted ? 'met' : 'missed';
  const [first, second] = dice.onceIn(2) ? [flips, ends] : [ends, flips];
  return dice.pick(first[outcome]) ?? dice.pick(second[outcome]);
}

/** All parts of a conjunction that should hold; of one that should not, one part fails and the rest hold. A disjunction is the mirror image. */
function aimParts(
  { kind, of: parts }: Extract<Predicate, { kind: 'all' | 'any' }>,
  wanted: boolean,
  draft: Draft,
  dice: Dice,
): void {
  const isAny = kind === 'any';
  const odd = wanted === isAny ? dice.pick(parts) : undefined;
  if (odd !== undefined) aim(odd, wanted, draft, dice);
  // With one alternative met the others don't matter; a conjunction fails narrowly when the rest of it holds.
  if (wanted && isAny) return;
  for (const part of parts) {
    if (part !== odd) aim(part, odd === undefined ? wanted : !wanted, draft, dice);
  }
}
