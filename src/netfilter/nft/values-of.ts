import { partsOf } from './expression-parts.js';
import type { Statement } from './statement.js';
import { isExpression, operandsOf, type StatementValue } from './statement-operands.js';

/** Every value, set and map of a statement, each followed by what is in it; those of a chain without a name are left out. */
export function valuesOf(statement: Statement): readonly StatementValue[] {
  const all: StatementValue[] = [];
  someValue(statement, (value) => {
    all.push(value);
    return false;
  });
  return all;
}

/** Whether a test holds for any of these, asked of one after the other up to the first; no list is made of them. */
export function someValue(statement: Statement, test: (value: StatementValue) => boolean): boolean {
  const operands = operandsOf(statement);
  for (let at = 0; at < operands.length; at++) {
    const operand = operands[at];
    if (operand !== undefined && someWithin(operand, test)) return true;
  }
  return false;
}

function someWithin(value: StatementValue, test: (value: StatementValue) => boolean): boolean {
  if (test(value)) return true;
  if (!isExpression(value)) return false;
  const parts = partsOf(value);
  // By place: an iterator of a frozen array makes an object for each.
  for (let at = 0; at < parts.length; at++) {
    const part = parts[at];
    if (part !== undefined && someWithin(part, test)) return true;
  }
  return value.kind === 'map-lookup' && test(value.map);
}
