import { isAcrossBytes } from '../header/across-bytes.js';
import type { Expression, KnownValue, LiteralElement } from '../expression.js';
import { partsOf } from '../expression-parts.js';
import type { PlainStatement } from '../some-statement.js';
import { expressionsOf } from '../statement-operands.js';

/**
 * Whether a statement looks bits across two bytes up in another order than that of the keys: nft turns their bytes for some look-ups only. Of named sets only
 * those are found that don't depend on what the set is.
 */
export function isMisread(statement: PlainStatement): boolean {
  if (statement.kind === 'match') {
    const { left, right } = statement;
    return right.kind === 'set' && hasRange(right.elements) && readsAcrossBytes(left);
  }
  if (statement.kind === 'vmap') {
    const { key, map } = statement;
    return map.kind === 'set-reference'
      ? isAcrossBytes(key)
      : hasRange(map.elements) && readsAcrossBytes(key);
  }
  return expressionsOf(statement).some(asksLiteral);
}

/** Whether bits across two bytes are what is read, or are beside others. */
export function readsAcrossBytes(expression: Expression): boolean {
  return isAcrossBytes(expression) || partsOf(expression).some(readsAcrossBytes);
}

function asksLiteral(value: Expression): boolean {
  if (value.kind !== 'map-lookup' || value.map.kind !== 'map') return false;
  const { key, map } = value;
  return isAcrossBytes(key) || (hasRange(map.elements) && readsAcrossBytes(key));
}

function hasRange(elements: readonly LiteralElement[]): boolean {
  return elements.some(({ key }) => key !== '*' && isRange(key));
}

function isRange(key: KnownValue): boolean {
  if (key.kind === 'concat-value') return key.parts.some(isRange);
  return key.kind === 'range' || key.kind === 'prefix';
}
