import { partsOf } from './expression-parts.js';
import type { Statement } from './statement.js';
import { isExpression, operandsOf, type StatementValue } from './statement-operands.js';

/** Every value, set and map of a statement, each followed by what is in it; those of a chain without a name are left out. */
export function valuesOf(statement: Statement): readonly StatementValue[] {
  const all: StatementValue[] = [];
  for (const operand of operandsOf(statement)) collect(operand, all);
  return all;
}

function collect(value: StatementValue, all: StatementValue[]): void {
  all.push(value);
  if (!isExpression(value)) return;
  for (const part of partsOf(value)) collect(part, all);
  if (value.kind === 'map-lookup') all.push(value.map);
}
