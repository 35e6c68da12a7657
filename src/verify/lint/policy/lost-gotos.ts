import type { Check } from '../check.js';
import { makeFinding, type Finding } from '../finding.js';

/** Rules that go to a priority at which no rule stands: the kernel passes over them. */
export const lostGotos: Check = (facts) =>
  facts.rules.flatMap((rule): readonly Finding[] => {
    const { action, target } = rule;
    if (action.kind !== 'goto' || target !== undefined) return [];
    const next = facts.rules.find(({ priority }) => priority > action.priority);
    const near = next === undefined ? '' : `; the next one is at ${next.priority}`;
    return [
      makeFinding({
        kind: 'no-effect',
        ...facts.aboutRule(rule),
        text: `${facts.sayRule(rule)} changes nothing: there is no rule of priority ${action.priority} to go to${near}`,
      }),
    ];
  });
