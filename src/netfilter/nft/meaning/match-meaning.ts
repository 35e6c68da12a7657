import { isAlways, isNever, type Predicate } from '../../../predicate/predicate.js';
import { openMatch, type Statement } from '../../statement.js';
import type { KnownValue } from '../expression.js';
import type { MatchStatement } from '../statement.js';
import type { ValueType } from '../value-type.js';
import { compares } from './condition.js';
import { expressionParts } from './value/expression-value.js';
import { generatedMeaning } from './generated-meaning.js';
import { fibMeaning, isLookedUp } from './fib-meaning.js';
import { keptLookup } from './kept-elements.js';
import { isKnown, rowsOf } from './value/known-right.js';
import { END_RULE, GO_ON, guarded, lookUp } from './lookup.js';
import { isGenerator } from './spread-maps.js';
import type { NftScope } from './scope.js';
import { constantValue, type Value } from './value/value.js';

/** What a match asks. */
export function matchMeaning(statement: MatchStatement, scope: NftScope): readonly Statement[] {
  const { left, operator, right } = statement;
  if (left.kind === 'fib' && isLookedUp(left, scope)) {
    return fibMeaning(statement, left, scope);
  }
  if (isGenerator(left)) return generatedMeaning(statement, left, scope);
  const parts = expressionParts(left, scope);
  if (right.kind === 'set' || right.kind === 'set-reference') {
    const inverted = operator === '!=';
    const does = inverted ? END_RULE : GO_ON;
    const otherwise = inverted ? GO_ON : END_RULE;
    const rows = rowsOf(right, scope);
    const given = lookUp({ parts, rows, statement, scope, does: () => does, otherwise });
    const set = right.kind === 'set' ? undefined : scope.findSet(right.name);
    if (set === undefined || !scope.isChangedByPackets(set.name)) return given;
    const asked = { set, key: left, statement, scope };
    const answers = { given, there: does, gone: otherwise };
    return keptLookup(asked, inverted ? 'look' : 'find', answers);
  }
  const bits = bitsOf(left.type);
  const when = isKnown(right) ? compares(parts, operator, right, bits) : undefined;
  if (when !== undefined) return [asking(statement, when)];
  const usual = isKnown(right) ? usually(parts, operator, right, bits) : undefined;
  return [...guarded(parts, statement), openly(statement, usual)];
}

function asking(statement: MatchStatement, when: Predicate): Statement {
  return { kind: 'packet', when, parts: [{ when, statement }] };
}

/** Whether what something usually is compares with known values so; undefined when nothing is usual. */
function usually(
  parts: readonly Value[],
  operator: MatchStatement['operator'],
  right: KnownValue,
  bits: number,
): boolean | undefined {
  const usual = parts.map((part) =>
    part.kind === 'open' && part.usual !== undefined ? constantValue(part.usual) : part,
  );
  const when = compares(usual, operator, right, bits);
  if (when === undefined) return undefined;
  return isAlways(when) ? true : isNever(when) ? false : undefined;
}

/** The packet doesn't decide it: it's taken for what is usual, or for something that is seldom so. */
function openly(statement: MatchStatement, usual: boolean | undefined): Statement {
  const matches = usual ?? statement.operator === '!=';
  return openMatch('match', statement, { transitions: [{ matches, state: -1 }] });
}

function bitsOf(type: ValueType): number {
  return type.kind === 'scalar' ? type.bits : 0;
}
