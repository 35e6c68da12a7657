import type { Rule } from '../../../rpdb/rule.js';
import type { Check } from '../check.js';
import { makeFinding, type Finding } from '../finding.js';
import { agrees } from './mark-use.js';
import { isSetting } from './mark-words.js';
import { tableOf } from '../policy/selectors.js';

/** Marks in which two rules of the policy database, each with bits of its own, both find what they ask for. */
export const collidingMarks: Check = (facts) =>
  facts.marks.writes.filter(isSetting).flatMap((write): readonly Finding[] => {
    const asking = facts.rules.filter(
      ({ fwmark, not, written }) =>
        written !== undefined &&
        fwmark !== undefined &&
        !not &&
        (fwmark.value & fwmark.mask) !== 0 &&
        // What the rule leaves of the mark is not its doing.
        (write.bits & fwmark.mask) >>> 0 === fwmark.mask &&
        agrees(write, fwmark),
    );
    const [first] = asking;
    const second = asking.find((rule) => first !== undefined && areApart(first, rule));
    if (first === undefined || second === undefined) return [];
    return [
      makeFinding({
        kind: 'wrong-mark',
        ...facts.aboutChainRule(write.at),
        also: [first.written, second.written],
        text: `${facts.sayChainRule(write.at)} sets bits for which both ${facts.sayRule(first)} and ${facts.sayRule(second)} ask: its packets take the first, never the second`,
      }),
    ];
  });

function areApart(one: Rule, other: Rule): boolean {
  const [a, b] = [one.fwmark?.mask ?? 0, other.fwmark?.mask ?? 0];
  return (a & b) === 0 && tableOf(one) !== tableOf(other);
}
