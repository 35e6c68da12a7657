import { assertNever } from '../assert-never.js';
import type { Predicate } from '../predicate/predicate.js';
import { addressHolds, joinWords, type AddressCondition } from './address-condition.js';
import { holds } from './holds.js';
import type { Registers } from './registers.js';

/** One condition on a single field or a whole address, or on two fields that should be the same. */
export type Condition =
  Extract<Predicate, { kind: 'masked' | 'range' | 'same' }> | AddressCondition;

/** What kept a predicate from holding: one of these conditions should have held, or with `negated` none of them. */
export interface Shortfall {
  readonly negated: boolean;
  readonly conditions: readonly Condition[];
}

/** Why a predicate doesn't hold: every shortfall would have to go. Empty when it holds, or can't hold for any packet. */
export function findShortfalls(predicate: Predicate, registers: Registers): readonly Shortfall[] {
  if (holds(predicate, registers)) return [];
  switch (predicate.kind) {
    case 'masked':
      return [{ negated: false, conditions: joinWords([predicate]).flatMap(ownCondition) }];
    case 'range':
    case 'same':
      return [{ negated: false, conditions: [predicate] }];
    case 'all':
      return joinWords(predicate.of).flatMap((part) => {
        if (part.kind !== 'address') return findShortfalls(part, registers);
        return addressHolds(part, registers) ? [] : [{ negated: false, conditions: [part] }];
      });
    case 'any':
      return alternatives(predicate.of, registers);
    case 'not':
      return [{ negated: true, conditions: met(predicate.of, registers) }];
    default:
      return assertNever(predicate);
  }
}

/** Alternatives on one field are reported together; of others the nearest is reported, the one with the fewest shortfalls. */
function alternatives(parts: readonly Predicate[], registers: Registers): readonly Shortfall[] {
  const each = parts.map((part) => findShortfalls(part, registers));
  const conditions = each.flatMap((shortfalls) =>
    shortfalls.flatMap((shortfall) => (shortfall.negated ? [] : shortfall.conditions)),
  );
  const fields = new Set(conditions.map(({ field }) => field));
  const simple = each.every((shortfalls) => shortfalls.length === 1 && !shortfalls[0]?.negated);
  if (simple && fields.size === 1) return [{ negated: false, conditions }];
  return each.toSorted((a, b) => a.length - b.length)[0] ?? [];
}

/** The conditions by which a predicate holds. */
function met(predicate: Predicate, registers: Registers): readonly Condition[] {
  switch (predicate.kind) {
    case 'masked':
      return joinWords([predicate]).flatMap(ownCondition);
    case 'range':
    case 'same':
      return [predicate];
    case 'all':
      return joinWords(predicate.of).flatMap((part) =>
        part.kind === 'address' ? [part] : met(part, registers),
      );
    case 'any':
      return predicate.of
        .filter((part) => holds(part, registers))
        .flatMap((part) => met(part, registers));
    case 'not':
      return [];
    default:
      return assertNever(predicate);
  }
}

function ownCondition(part: Predicate | AddressCondition): readonly Condition[] {
  return part.kind === 'address' || part.kind === 'masked' ? [part] : [];
}
