import type { Statement } from './statement.js';
import { someValue } from './values-of.js';

/** How many handles sets and chains without a name take before the rule that they're made for. */
export function countHandlesBefore(statements: readonly Statement[]): number {
  let count = 0;
  eachMade(statements, () => {
    count += 1;
  });
  return count;
}

/** The handles of the sets without a name that have been made before a rule, unless it stands in the place of another, whose handle it has. */
export function setHandlesBefore({
  handle,
  statements,
}: {
  readonly handle: number;
  readonly statements: readonly Statement[];
}): readonly number[] {
  const made: Made[] = [];
  eachMade(statements, (what) => {
    made.push(what);
  });
  const first = handle - made.length;
  return made.flatMap((what, place) => (what === 'set' ? [first + place] : []));
}

/** What takes a handle. */
type Made = 'set' | 'chain' | 'rule';

/** Visits what is made for statements, in order. */
function eachMade(statements: readonly Statement[], visit: (what: Made) => void): void {
  // By place: an iterator of a frozen array makes an object for each.
  for (let at = 0; at < statements.length; at++) {
    const statement = statements[at];
    if (statement === undefined) continue;
    if (statement.kind === 'chain') {
      visit('chain');
      for (const rule of statement.rules) {
        eachMade(rule.statements, visit);
        visit('rule');
      }
    }
    someValue(statement, ({ kind }) => {
      if (kind === 'set' || kind === 'map') visit('set');
      return false;
    });
  }
}
