import { FALSE } from '../../engine/diagram.js';
import { isMasked } from '../../engine/vector.js';
import { levelsOf } from '../../engine/variables.js';
import type { Check } from '../check.js';
import { makeFinding, type Finding } from '../finding.js';
import { agrees } from './mark-use.js';
import { ALL, isSetting, isAsked } from './mark-words.js';

/** Rules that set a whole mark where an earlier rule of the chain has set one that is asked for. */
export const overwrittenMarks: Check = (facts) => {
  const { reads, writes } = facts.marks;
  const asked = reads.filter((read) => isAsked(read) && read.value !== 0);
  const { diagram } = facts.reach.space;
  return writes.filter(isSetting).flatMap((write): readonly Finding[] => {
    if (write.bits !== ALL || asked.some((read) => agrees(write, read))) return [];
    const before = writes.filter(isSetting).find((other) => {
      const { at } = other;
      if (at.table !== write.at.table || at.chain !== write.at.chain) return false;
      if (at.number >= write.at.number || !asked.some((read) => agrees(other, read))) return false;
      const [hook] = at.hooks;
      if (hook === undefined) return false;
      const [first, second] = [at, write.at].map(
        ({ rule }) => facts.reach.matching(rule).get(hook) ?? FALSE,
      );
      // The second rule meets the packet with the mark that the first one has set.
      const { space } = facts.reach;
      const whatever = diagram.exists(first ?? FALSE, levelsOf('mark'));
      const marked = isMasked(diagram, space.block('mark'), other.bits, other.value);
      return diagram.all([whatever, second ?? FALSE, marked]) !== FALSE;
    });
    if (before === undefined) return [];
    const value = `0x${write.value.toString(16)}`;
    return [
      makeFinding({
        kind: 'missing-mask',
        ...facts.aboutChainRule(write.at),
        also: [before.at.rule.written],
        text: `${facts.sayChainRule(write.at)} writes all 32 bits, so the mark that ${facts.sayChainRule(before.at)} has set before is lost, and nothing asks for ${value}; did you mean --or-mark ${value}?`,
      }),
    ];
  });
};
