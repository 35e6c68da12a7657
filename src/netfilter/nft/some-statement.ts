import type { Statement } from './statement.js';

/** A statement that is no chain of its own. */
export type PlainStatement = Exclude<Statement, { readonly kind: 'chain' }>;

/** Reports whether a condition holds of some statement, those in chains without a name included. */
export function someStatement(
  statements: readonly Statement[],
  holds: (statement: PlainStatement) => boolean,
): boolean {
  return statements.some((statement) =>
    statement.kind === 'chain'
      ? statement.rules.some((rule) => someStatement(rule.statements, holds))
      : holds(statement),
  );
}
