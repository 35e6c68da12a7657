import { isChoice } from '../../../netfilter/extension/registry.js';
import { FALSE } from '../../engine/diagram.js';
import { levelsOf } from '../../engine/variables.js';
import type { ChainRule } from '../chain/chain-rules.js';
import type { Check } from '../check.js';
import type { Facts } from '../facts.js';
import { makeFinding, type Finding } from '../finding.js';
import { agrees, type MarkWrite } from './mark-use.js';
import { isAsked, isSetting } from './mark-words.js';

/** Marks that a rule sets, and the next rule for all of the same packets sets again before anyone has asked: the more special comes first. */
export const lostMarks: Check = (facts) => {
  const { writes, reads } = facts.marks;
  const asked = reads.filter((read) => isAsked(read) && read.value !== 0);
  const isRead = (write: MarkWrite): boolean => asked.some((read) => agrees(write, read));
  const setting = writes.filter(isSetting).filter(isRead);
  return setting.flatMap((write): readonly Finding[] => {
    const after = setting.find(
      (other) =>
        isBehind(other.at, write.at) &&
        (other.bits & write.bits) >>> 0 === write.bits &&
        other.value !== write.value &&
        !isByTurns(other.at, facts) &&
        onlyMarksBetween(facts, write.at, other.at) &&
        takesAll(facts, write.at, other.at),
    );
    if (after === undefined) return [];
    return [
      makeFinding({
        kind: 'no-effect',
        family: facts.family,
        subject: facts.aboutChainRule(write.at).subject,
        written: after.at.rule.written,
        also: [write.at.rule.written],
        text: `${facts.sayChainRule(write.at)} changes nothing: ${facts.sayChainRule(after.at)} behind it marks all of its packets again, before anything asks for 0x${write.value.toString(16)}`,
      }),
    ];
  });
};

/** Whether such a rule meets a packet is not in the packet. */
function isByTurns({ rule }: ChainRule, { family }: Facts): boolean {
  return rule.matches.some((match) => isChoice(match, family));
}

function isBehind(one: ChainRule, other: ChainRule): boolean {
  return one.table === other.table && one.chain === other.chain && one.number > other.number;
}

/** Between two rules of a chain stand none that let a packet leave it, or look at more than its mark. */
function onlyMarksBetween(
  { chainRules, marks }: Facts,
  first: ChainRule,
  last: ChainRule,
): boolean {
  return chainRules
    .filter((one) => isBehind(one, first) && isBehind(last, one))
    .every(({ rule }) =>
      marks.writes.some(
        ({ at, to, value }) => at.rule === rule && to === 'mark' && value !== undefined,
      ),
    );
}

/** Each packet that meets one rule meets the other, whatever mark it has got. */
function takesAll(facts: Facts, first: ChainRule, last: ChainRule): boolean {
  const { diagram } = facts.reach.space;
  const [one, other] = [first, last].map(({ rule }) => facts.reach.matching(rule));
  const hooks = [...(one?.keys() ?? [])];
  return hooks.every((hook) => {
    const whatever = diagram.exists(one?.get(hook) ?? FALSE, levelsOf('mark'));
    return whatever !== FALSE && diagram.minus(whatever, other?.get(hook) ?? FALSE) === FALSE;
  });
}
