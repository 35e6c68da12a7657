import type { Check } from '../check.js';
import { makeFinding, type Finding } from '../finding.js';
import { effectOf, matchScope } from '../reach/match-scope.js';
import { agrees } from './mark-use.js';
import { isSetting } from './mark-words.js';

/** Marks by port that only packets which arrive get, although what this host sends could take the same way. */
export const forgottenOutput: Check = (facts) => {
  const { writes, reads } = facts.marks;
  const reported = new Set<number>();
  return writes.filter(isSetting).flatMap((write): readonly Finding[] => {
    const { at, value } = write;
    if (at.hooks.length !== 1 || at.hooks[0] !== 'PREROUTING' || reported.has(value)) return [];
    const named = facts.describe.chainRule(at.rule, at.chain, facts.family);
    if (!/--dports? /.test(named) || /--ctstate|--state/.test(named)) return [];
    const read = reads.find(
      ({ by, value: wanted, mask }) =>
        'rule' in by && wanted !== 0 && agrees(write, { value: wanted, mask }),
    );
    if (read === undefined || !('rule' in read.by) || read.by.rule.iif !== undefined) return [];
    const sent = writes.some(
      (other) =>
        other.to === 'mark' &&
        other.at.hooks.includes('OUTPUT') &&
        (other.value === undefined || agrees(other, read)),
    );
    const out = facts.route({ to: facts.far, mark: value })?.device;
    const plain = facts.route({ to: facts.far })?.device;
    if (sent || out === undefined || out === plain || !isTranslated(facts, out)) return [];
    reported.add(value);
    return [
      makeFinding({
        kind: 'mark-too-late',
        family: facts.family,
        subject: named,
        written: at.rule.written,
        also: [read.by.rule.written],
        text: `${facts.sayChainRule(at)} marks packets that arrive, and nothing marks what this host sends itself: it never passes PREROUTING, so it leaves by ${plain ?? 'no device'}, not by ${out} as ${facts.sayRule(read.by.rule)} says; mark it in mangle OUTPUT as well`,
      }),
    ];
  });
};

/** What leaves by the device gets an address of this host: it is a way out for whoever is behind it. */
function isTranslated(facts: Parameters<Check>[0], device: string): boolean {
  const scope = matchScope(facts.namespace, facts.family, 'POSTROUTING');
  return facts.chainRules.some(
    ({ table, hooks, rule }) =>
      table === 'nat' &&
      hooks.includes('POSTROUTING') &&
      rule.outdev?.name === device &&
      effectOf(rule, scope).length > 0,
  );
}
