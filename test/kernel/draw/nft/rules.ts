import fc from 'fast-check';
import { words, weighted } from '../words.js';
import { changedMatch, setUpdate } from './changed-sets.js';
import { headerMatch } from './header-match.js';
import { connectionMatch, fibMatch } from './kernel-match.js';
import { mangle } from './mangle.js';
import { metaMatch } from './meta-match.js';
import { setMatch } from './named-sets.js';
import type { RulePlace } from './place.js';
import { rareMatch } from './rare-match.js';
import { rareStatement } from './rare-statement.js';
import { tproxy, translation } from './translation.js';
import { rejects, verdicts } from './verdicts.js';

/** One match of any kind. */
function match(place: RulePlace): fc.Arbitrary<string> {
  return weighted(
    [4, metaMatch(place)],
    [5, headerMatch(place)],
    [2, connectionMatch()],
    [1, fibMatch(place)],
    [2, setMatch(place.pool)],
    [1.5, changedMatch(place.pool)],
    [1, rareMatch(place)],
  );
}

/** What a rule of a place ends with, or goes on after. */
function statement(place: RulePlace): fc.Arbitrary<string> {
  const { base } = place.chain;
  const isEarly = base?.type === 'filter' && base.hook !== 'forward' && base.hook !== 'input';
  return weighted(
    [5, mangle(place)],
    [3, fc.constant('counter')],
    [2, rareStatement(place)],
    [2, setUpdate(place.pool)],
    [3, verdicts(place)],
    [base?.type === 'nat' ? 14 : 0, translation(place)],
    [base?.type === 'filter' && base.hook !== 'postrouting' ? 1 : 0, rejects(place)],
    [base?.type === 'filter' && base.hook === 'prerouting' ? 4 : 0, tproxy(place)],
    [isEarly ? 0.7 : 0, fc.constant('notrack')],
  );
}

/** A rule: matches and statements in any order, since what stands before a match that fails has been done. */
export function rules(place: RulePlace): fc.Arbitrary<string> {
  const nothing = fc.constant('');
  const matches = (weight: number): fc.Arbitrary<string> =>
    weighted([weight, match(place)], [2, nothing]);
  return words(
    weighted([1, mangle(place)], [5, nothing], [1, fc.constant('counter')]),
    matches(5),
    matches(2),
    weighted([2, fc.constant('counter')], [3, nothing], [2, mangle(place)]),
    matches(0.5),
    weighted([12, statement(place)], [1, nothing]),
  ).map((text) => withEnd(text));
}

/** No statement may follow a verdict, and an empty rule is none. */
function withEnd(text: string): string {
  const comment = text.length % 17 === 0 ? ' comment "why"' : '';
  return (text === '' ? 'counter' : text) + comment;
}
