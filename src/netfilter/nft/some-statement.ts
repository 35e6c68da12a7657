import type { Statement } from './statement.js';

/** A statement that is no chain of its own. */
export type PlainStatement = Exclude<Statement, { readonly kind: 'chain' }>;

/** Reports whether a condition holds of some statement, those in chains without a name included. */
export function someStatement(
  statements: readonly Statement[],
  holds: (statement: PlainStatement) => boolean,
): boolean {
  // By place: methods and iterators of frozen arrays take ten times as long.
  for (let at = 0; at < statements.length; at++) {
    const statement = statements[at];
    if (statement === undefined) continue;
    const isFound =
      statement.kind === 'chain'
        ? statement.rules.some((rule) => someStatement(rule.statements, holds))
        : holds(statement);
    if (isFound) return true;
  }
  return false;
}
