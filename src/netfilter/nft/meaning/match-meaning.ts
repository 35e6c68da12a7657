import type { Predicate } from '../../../predicate/predicate.js';
import { openMatch, type Statement } from '../../statement.js';
import type { MatchStatement } from '../statement.js';
import type { ValueType } from '../value-type.js';
import { compares } from './condition.js';
import { expressionParts } from './expression-value.js';
import { fibMeaning } from './fib-meaning.js';
import { isKnown, rowsOf } from './known-right.js';
import { END_RULE, GO_ON, guarded, lookUp } from './lookup.js';
import type { NftScope } from './scope.js';

/** What a match asks. */
export function matchMeaning(statement: MatchStatement, scope: NftScope): readonly Statement[] {
  const { left, operator, right } = statement;
  if (left.kind === 'fib' && (left.result !== 'type' || scope.family === 6)) {
    return fibMeaning(statement, left, scope);
  }
  const parts = expressionParts(left, scope);
  if (right.kind === 'set' || right.kind === 'set-reference') {
    const inverted = operator === '!=';
    const does = inverted ? END_RULE : GO_ON;
    const otherwise = inverted ? GO_ON : END_RULE;
    return lookUp({ parts, rows: rowsOf(right, scope), statement, does: () => does, otherwise });
  }
  const when = isKnown(right) ? compares(parts, operator, right, bitsOf(left.type)) : undefined;
  if (when !== undefined) return [asking(statement, when)];
  return [...guarded(parts, statement), openly(statement)];
}

function asking(statement: MatchStatement, when: Predicate): Statement {
  return { kind: 'packet', when, parts: [{ when, statement }] };
}

/** The packet doesn't decide it: it's taken for something that is seldom so. */
function openly(statement: MatchStatement): Statement {
  const matches = statement.operator === '!=';
  return openMatch('match', statement, { transitions: [{ matches, state: -1 }] });
}

function bitsOf(type: ValueType): number {
  return type.kind === 'scalar' ? type.bits : 0;
}
