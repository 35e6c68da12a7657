import type { Rule } from '../../../rpdb/rule.js';
import { FALSE } from '../../engine/diagram.js';
import type { Check } from '../check.js';
import { makeFinding, type Finding } from '../finding.js';
import { tableOf } from './selectors.js';

/** Two rules of one priority that take the same packets to different ends. */
export const priorityTies: Check = (facts) => {
  const { rules, walk } = facts;
  const { diagram } = walk.space;
  return rules.flatMap((rule, index): readonly Finding[] => {
    const before = rules[index - 1];
    if (before === undefined || before.priority !== rule.priority) return [];
    const both = diagram.and(walk.matching(before), walk.matching(rule));
    if (both === FALSE || sameAction(before, rule)) return [];
    return [
      makeFinding({
        kind: 'priority-tie',
        ...facts.aboutRule(rule),
        also: [before.written],
        text: `${facts.sayRule(rule)} has the priority of ${facts.sayRule(before)} and takes some of the same packets: the one that was added first decides`,
      }),
    ];
  });
};

function sameAction(one: Rule, other: Rule): boolean {
  return one.action.kind === other.action.kind && tableOf(one) === tableOf(other);
}
