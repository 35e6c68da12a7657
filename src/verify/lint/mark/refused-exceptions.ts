import type { Check } from '../check.js';
import { makeFinding, type Finding } from '../finding.js';
import { agrees } from './mark-use.js';
import { drops } from '../reach/path-reach.js';
import { tableOf } from '../policy/selectors.js';

/** Marks that a rule keeps out of a tunnel, and of which the filter drops every packet: the tunnel's own don't get out. */
export const refusedExceptions: Check = (facts) => {
  const kept = facts.rules.filter(
    (rule) => rule.not && rule.fwmark !== undefined && tableOf(rule) !== undefined,
  );
  return facts.marks.reads.flatMap(({ by, of, value, mask, inverted }): readonly Finding[] => {
    if (!('chainRule' in by) || of !== 'mark' || inverted || value === 0) return [];
    const { rule, chain, table, hooks } = by.chainRule;
    if (table !== 'filter' || !hooks.includes('OUTPUT') || !drops(rule)) return [];
    const exempting = kept.find(
      ({ fwmark }) => fwmark?.value === value && (fwmark.mask & mask) >>> 0 === fwmark.mask,
    );
    if (exempting === undefined) return [];
    if (facts.marks.writes.some((write) => write.to === 'mark' && agrees(write, { value, mask }))) {
      return [];
    }
    return [
      makeFinding({
        kind: 'missing-accept',
        ...facts.aboutChainRule({ rule, chain }),
        also: [exempting.written],
        text: `${facts.sayChainRule({ rule, chain })} drops packets with mark 0x${value.toString(16)}, those of the tunnel itself, for which ${facts.sayRule(exempting)} makes an exception; did you mean ! --mark?`,
      }),
    ];
  });
};
