import type { Field } from '../../../packet/field.js';
import { all, any, inRange, not, type Predicate } from '../../../predicate/predicate.js';
import { assertNever } from '../../../assert-never.js';
import type { KeyPart } from '../../statement.js';
import type { KnownValue, ScalarValue } from '../expression.js';
import type { Comparison } from '../statement.js';
import { rangesOfComparison, wordsInRange } from './compare-word.js';
import { textRange, textValue } from './value/text-value.js';
import { wholeField, type Value } from './value/value.js';

/** Numbers from one to another, both included. */
export type Span = readonly [low: bigint, high: bigint];

/** The numbers that a known value stands for, of each of its parts. */
export function spansOf(value: KnownValue): readonly Span[] {
  return value.kind === 'concat-value' ? value.parts.map(spanOf) : [spanOf(value)];
}

function spanOf(value: ScalarValue): Span {
  switch (value.kind) {
    case 'number':
      return [value.value, value.value];
    case 'range':
      return [value.from, value.to];
    case 'prefix': {
      const rest = (1n << BigInt(value.type.bits - value.length)) - 1n;
      return [value.value & ~rest, value.value | rest];
    }
    case 'text': {
      if (value.wildcard) return textRange(value.text);
      const exact = textValue(value.text);
      return [exact, exact];
    }
    default:
      return assertNever(value);
  }
}

/** When there is a value at all. */
export function presenceOf(value: Value): Predicate {
  return value.kind === 'cases' ? any(value.cases.map(({ when }) => when)) : value.present;
}

/** Holds when a value lies in a span; undefined when the packet doesn't decide it. */
export function liesIn(value: Value, [low, high]: Span): Predicate | undefined {
  switch (value.kind) {
    case 'words':
      return all([value.present, wordsInRange(value.words, low, high)]);
    case 'less': {
      const [from, to] = [low, high].map((bound) => Number(bound) + value.by);
      return all([value.present, inRange(value.field, from ?? 0, Math.min(to ?? 0, 0xffffffff))]);
    }
    case 'cases':
      return any(
        value.cases.filter((one) => low <= one.value && one.value <= high).map(({ when }) => when),
      );
    case 'open':
      return undefined;
    default:
      return assertNever(value);
  }
}

/** Holds when all parts of a key lie in their spans; undefined when the packet doesn't decide it. */
function allLieIn(parts: readonly Value[], spans: readonly Span[]): Predicate | undefined {
  const conditions = parts.map((part, index) => {
    const span = spans[index];
    return span === undefined ? undefined : liesIn(part, span);
  });
  return conditions.every((condition) => condition !== undefined) ? all(conditions) : undefined;
}

/** Holds when a value compares with known ones as a match states it; undefined when the packet doesn't decide it. */
export function compares(
  parts: readonly Value[],
  operator: Comparison,
  known: KnownValue,
  bits: number,
): Predicate | undefined {
  const spans = spansOf(known);
  if (operator === '==' || operator === '!=') {
    const inside = allLieIn(parts, spans);
    if (inside === undefined || operator === '==') return inside;
    return all([...parts.map(presenceOf), not(inside)]);
  }
  const [part] = parts;
  const [span] = spans;
  if (part === undefined || span === undefined) return undefined;
  const conditions = rangesOfComparison(operator, span[0], bits).map((one) => liesIn(part, one));
  return conditions.every((condition) => condition !== undefined) ? any(conditions) : undefined;
}

/** How a key of these values is looked up. */
export function keyParts(parts: readonly Value[]): readonly KeyPart[] {
  return parts.map((part): KeyPart => {
    const fields = part.kind === 'words' ? part.words.map(wholeField) : [];
    return fields.length > 0 && fields.every((field): field is Field => field !== undefined)
      ? { kind: 'fields', fields }
      : { kind: 'condition' };
  });
}
