import { assertNever } from '../../../assert-never.js';
import { MOST_REMEMBERED, openMatch, type Statement } from '../../statement.js';
import type { StatefulStatement } from '../stateful-statement.js';

/** What a statement asks that keeps something from packet to packet; no time passes. */
export function statefulMeaning(
  statement: StatefulStatement,
  counter: number,
): readonly Statement[] {
  switch (statement.kind) {
    case 'counter':
      return [{ kind: 'count', counter }];
    case 'last':
      return [];
    case 'limit': {
      const { over, unit, burst } = statement;
      // Bytes are not added up: packets are taken for few enough.
      const left = unit === 'packets' && burst <= MOST_REMEMBERED ? Number(burst) : undefined;
      return [openMatch('limit', statement, { transitions: tokens(left, over) })];
    }
    case 'quota':
    case 'connlimit': {
      const matches = !statement.over;
      return [openMatch(statement.kind, statement, { transitions: [{ matches, state: -1 }] })];
    }
    default:
      return assertNever(statement);
  }
}

function tokens(
  burst: number | undefined,
  over: boolean,
): readonly { readonly matches: boolean; readonly state: number }[] {
  if (burst === undefined) return [{ matches: !over, state: -1 }];
  const take = (left: number): { matches: boolean; state: number } => ({
    matches: left > 0 !== over,
    state: Math.max(left - 1, 0),
  });
  return [take(burst), ...Array.from({ length: burst }, (_, left) => take(left))];
}
