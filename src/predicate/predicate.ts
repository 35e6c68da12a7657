import { fieldMax, type Field } from '../packet/field.js';

/**
 * A condition over packet fields, as plain data. Its meaning is read by the evaluator, the compiled form and the prover.
 *
 * - `masked`: `(field & mask) === value`
 * - `range`: `from <= field <= to`
 * - `same`: `field === other`
 * - `not`, `all`, `any`: negation, conjunction, disjunction; `all` of nothing holds, `any` of nothing does not
 */
export type Predicate =
  | {
      readonly kind: 'masked';
      readonly field: Field;
      readonly mask: number;
      readonly value: number;
    }
  | { readonly kind: 'range'; readonly field: Field; readonly from: number; readonly to: number }
  | { readonly kind: 'same'; readonly field: Field; readonly other: Field }
  | { readonly kind: 'not'; readonly of: Predicate }
  | { readonly kind: 'all'; readonly of: readonly Predicate[] }
  | { readonly kind: 'any'; readonly of: readonly Predicate[] };

/** The predicate that every packet meets. */
export const ALWAYS: Predicate = { kind: 'all', of: [] };

/** The predicate that no packet meets. */
export const NEVER: Predicate = { kind: 'any', of: [] };

/** Reports whether a predicate is literally {@link ALWAYS}; another that always holds may give false. */
export function isAlways(predicate: Predicate): boolean {
  return predicate.kind === 'all' && predicate.of.length === 0;
}

/** Reports whether a predicate is literally {@link NEVER}; another that never holds may give false. */
export function isNever(predicate: Predicate): boolean {
  return predicate.kind === 'any' && predicate.of.length === 0;
}

/** `field === value`. */
export function equals(field: Field, value: number): Predicate {
  return masked(field, fieldMax(field), value);
}

/** `(field & mask) === value`; a value with bits outside the mask never matches, a mask of 0 with value 0 always does. */
export function masked(field: Field, mask: number, value: number): Predicate {
  checkWord('mask', mask);
  checkWord('value', value);
  const relevant = (mask & fieldMax(field)) >>> 0;
  if ((value & ~relevant) >>> 0 !== 0) return NEVER;
  return relevant === 0 ? ALWAYS : { kind: 'masked', field, mask: relevant, value };
}

/** `from <= field <= to`, both ends included; a range that is turned round never matches. */
export function inRange(field: Field, from: number, to: number): Predicate {
  checkWord('from', from);
  checkWord('to', to);
  const top = Math.min(to, fieldMax(field));
  if (from > top) return NEVER;
  if (from === 0 && top === fieldMax(field)) return ALWAYS;
  return from === top ? equals(field, from) : { kind: 'range', field, from, to: top };
}

/** `field === other`: two registers hold the same value. */
export function same(field: Field, other: Field): Predicate {
  return { kind: 'same', field, other };
}

/** The negation; twice is the predicate itself. */
export function not(of: Predicate): Predicate {
  if (of.kind === 'not') return of.of;
  if (isAlways(of)) return NEVER;
  return isNever(of) ? ALWAYS : { kind: 'not', of };
}

/** Holds when every part does. Nested conjunctions are flattened and constants folded; the order of the parts is kept. */
export function all(parts: readonly Predicate[]): Predicate {
  const flat = flattened(parts, 'all');
  if (flat.some(isNever)) return NEVER;
  const [only] = flat;
  return flat.length === 1 && only !== undefined ? only : { kind: 'all', of: flat };
}

/** Holds when a part does. Nested disjunctions are flattened and constants folded; the order of the parts is kept. */
export function any(parts: readonly Predicate[]): Predicate {
  const flat = flattened(parts, 'any');
  if (flat.some(isAlways)) return ALWAYS;
  const [only] = flat;
  return flat.length === 1 && only !== undefined ? only : { kind: 'any', of: flat };
}

function flattened(parts: readonly Predicate[], kind: 'all' | 'any'): readonly Predicate[] {
  const flat: Predicate[] = [];
  for (const part of parts) {
    if (part.kind === kind) for (const inner of part.of) flat.push(inner);
    else flat.push(part);
  }
  return flat;
}

/** The predicate, or its negation when `inverted`. */
export function invertedIf(inverted: boolean, predicate: Predicate): Predicate {
  return inverted ? not(predicate) : predicate;
}

function checkWord(name: string, value: number): void {
  if (!Number.isInteger(value) || value < 0 || value > 0xffffffff) {
    throw new RangeError(`${name}: 0..4294967295, got ${value}`);
  }
}
