import type { Predicate } from '../../../predicate/predicate.js';
import { openMatch, type Statement } from '../../statement.js';
import type { Expression, KnownValue, SetLiteral, SetReference } from '../expression.js';
import type { MatchStatement } from '../statement.js';
import type { ValueType } from '../value-type.js';
import { compares, spansOf } from './condition.js';
import { expressionParts } from './expression-value.js';
import { END_RULE, GO_ON, lookUp } from './lookup.js';
import { setRows, type MapRow } from './map-rows.js';
import type { NftScope } from './scope.js';

/** What a match asks. */
export function matchMeaning(statement: MatchStatement, scope: NftScope): readonly Statement[] {
  const { left, operator, right } = statement;
  const parts = expressionParts(left, scope);
  if (right.kind === 'set' || right.kind === 'set-reference') {
    const inverted = operator === '!=';
    const then = inverted ? END_RULE : GO_ON;
    const otherwise = inverted ? GO_ON : END_RULE;
    return lookUp({ parts, rows: rowsOf(right, scope), statement, then: () => then, otherwise });
  }
  const when = isKnown(right) ? compares(parts, operator, right, bitsOf(left.type)) : undefined;
  return when === undefined ? [openly(statement)] : [asking(statement, when)];
}

function asking(statement: MatchStatement, when: Predicate): Statement {
  return { kind: 'packet', when, parts: [{ when, statement }] };
}

/** The packet doesn't decide it: it's taken for something that is seldom so. */
function openly(statement: MatchStatement): Statement {
  const matches = statement.operator === '!=';
  return openMatch('match', statement, { transitions: [{ matches, state: -1 }] });
}

function rowsOf(set: SetLiteral | SetReference, scope: NftScope): readonly MapRow[] {
  if (set.kind === 'set') {
    return set.elements.map(({ key }) => ({
      spans: key === '*' ? '*' : spansOf(key),
      data: undefined,
    }));
  }
  const found = scope.findSet(set.name);
  return found === undefined ? [] : setRows(found);
}

function isKnown(right: Expression): right is KnownValue {
  return ['number', 'text', 'range', 'prefix', 'concat-value'].includes(right.kind);
}

function bitsOf(type: ValueType): number {
  return type.kind === 'scalar' ? type.bits : 0;
}
