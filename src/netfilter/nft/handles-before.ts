import type { Statement } from './statement.js';
import { valuesOf } from './values-of.js';

/** How many handles sets and chains without a name take before the rule that they're made for. */
export function countHandlesBefore(statements: readonly Statement[]): number {
  return statements.reduce((sum, statement) => sum + madeFor(statement).length, 0);
}

/** The handles of the sets without a name that have been made before a rule, unless it stands in the place of another, whose handle it has. */
export function setHandlesBefore({
  handle,
  statements,
}: {
  readonly handle: number;
  readonly statements: readonly Statement[];
}): readonly number[] {
  const made = statements.flatMap(madeFor);
  const first = handle - made.length;
  return made.flatMap((what, place) => (what === 'set' ? [first + place] : []));
}

/** What is made for a statement, in order. */
function madeFor(statement: Statement): readonly ('set' | 'chain' | 'rule')[] {
  if (statement.kind === 'chain') {
    return [
      'chain',
      ...statement.rules.flatMap((rule) => [...madeForAll(rule.statements), 'rule' as const]),
    ];
  }
  return valuesOf(statement).flatMap(({ kind }) =>
    kind === 'set' || kind === 'map' ? ['set' as const] : [],
  );
}

function madeForAll(statements: readonly Statement[]): ReturnType<typeof madeFor> {
  return statements.flatMap(madeFor);
}
