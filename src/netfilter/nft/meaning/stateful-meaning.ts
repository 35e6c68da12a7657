import { assertNever } from '../../../assert-never.js';
import { openMatch, type Statement } from '../../statement.js';
import { leftAtFirst, NONE_LEFT, statefulStep } from '../stateful-step.js';
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
    case 'limit':
    case 'quota':
    case 'connlimit':
      return [openMatch(statement.kind, statement, { transitions: transitionsOf(statement) })];
    default:
      return assertNever(statement);
  }
}

/** What is answered and remembered first, then for each number of packets that is left. */
function transitionsOf(
  statement: StatefulStatement,
): readonly { readonly matches: boolean; readonly state: number }[] {
  const first = leftAtFirst(statement);
  const states = first === NONE_LEFT ? [NONE_LEFT] : [first, ...range(first)];
  return states.map((before) => {
    const { goesOn, left } = statefulStep(statement, before);
    return { matches: goesOn, state: left };
  });
}

function range(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index);
}
