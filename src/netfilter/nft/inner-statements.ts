import type { PlainStatement } from './some-statement.js';
import type { Statement } from './statement.js';

/** Statements, with those of chains without a name in place of these chains. */
export function innerStatements(statements: readonly Statement[]): readonly PlainStatement[] {
  return statements.flatMap((statement) =>
    statement.kind === 'chain'
      ? statement.rules.flatMap((rule) => innerStatements(rule.statements))
      : [statement],
  );
}
