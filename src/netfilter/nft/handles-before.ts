import type { Statement } from './statement.js';
import { valuesOf } from './values-of.js';

/** How many handles sets and chains without a name take before the rule that they're made for. */
export function countHandlesBefore(statements: readonly Statement[]): number {
  return statements.reduce((sum, statement) => sum + countIn(statement), 0);
}

function countIn(statement: Statement): number {
  if (statement.kind === 'chain') {
    return statement.rules.reduce((sum, rule) => sum + 1 + countHandlesBefore(rule.statements), 1);
  }
  return valuesOf(statement).filter(({ kind }) => kind === 'set' || kind === 'map').length;
}
