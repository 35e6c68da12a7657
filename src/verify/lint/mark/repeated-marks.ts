import { sameSpecification } from '../../../netfilter/edit/same-rule.js';
import { FALSE } from '../../engine/diagram.js';
import type { Check } from '../check.js';
import { targetChain, type ChainRule } from '../chain/chain-rules.js';
import type { Facts } from '../facts.js';
import { makeFinding, type Finding } from '../finding.js';
import { isSetting } from './mark-words.js';

/** Rules that set a mark which an earlier rule of their chain has set for all their packets. */
export const repeatedMarks: Check = (facts) => {
  const writes = facts.marks.writes.filter(isSetting);
  return writes.flatMap(({ at, bits, value }): readonly Finding[] => {
    const before = writes.find(
      (other) =>
        other.bits === bits &&
        other.value === value &&
        isBefore(other.at, at) &&
        staysUntil(facts, other.at, at) &&
        takesAll(facts, other.at, at),
    );
    // The same rule twice in a row is reported by itself.
    const again = before?.at.number === at.number - 1;
    if (before === undefined || (again && sameSpecification(before.at.rule, at.rule))) return [];
    return [
      makeFinding({
        kind: 'no-effect',
        ...facts.aboutChainRule(at),
        also: [before.at.rule.written],
        shadowedBy: [facts.aboutChainRule(before.at).subject],
        text: `${facts.sayChainRule(at)} changes nothing: ${facts.sayChainRule(before.at)} has set the same mark for all its packets`,
      }),
    ];
  });
};

function isBefore(one: ChainRule, other: ChainRule): boolean {
  return one.table === other.table && one.chain === other.chain && one.number < other.number;
}

/** No rule between the two changes marks, or leads to others that may. */
function staysUntil({ chainRules, marks }: Facts, one: ChainRule, other: ChainRule): boolean {
  return !chainRules.some(
    (place) =>
      isBefore(one, place) &&
      isBefore(place, other) &&
      (targetChain(place.rule) !== undefined ||
        marks.writes.some(({ at }) => at.rule === place.rule)),
  );
}

/** What a rule asks for is the same when a later rule is asked, and nothing but the packet decides it. */
const STEADY: ReadonlySet<string> = new Set([
  'tcp',
  'udp',
  'icmp',
  'multiport',
  'owner',
  'comment',
]);

function takesAll({ reach }: Facts, { rule }: ChainRule, later: ChainRule): boolean {
  if (!rule.matches.every(({ name }) => STEADY.has(name))) return false;
  const matching = reach.matching(rule);
  const met = reach.of(later.rule).filter(({ held }) => held !== FALSE);
  return (
    met.length > 0 &&
    met.every(
      ({ hook, held }) => reach.space.diagram.minus(held, matching.get(hook) ?? FALSE) === FALSE,
    )
  );
}
