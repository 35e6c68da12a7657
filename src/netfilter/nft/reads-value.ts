import { someStatement } from './some-statement.js';
import type { Statement } from './statement.js';
import { someValue } from './values-of.js';
import type { StatementValue } from './statement-operands.js';

/** Reports whether a value that is asked about stands in statements; what they write to is none. */
export function statementsRead(
  statements: readonly Statement[],
  asks: (value: StatementValue) => boolean,
): boolean {
  return someStatement(statements, (statement) => someValue(statement, asks));
}
