import { rank } from '../../../lpm/trie/rank.js';
import type { Check } from '../check.js';
import { makeFinding, type Finding } from '../finding.js';
import { maskedText } from '../../packets/masked-text.js';
import { ALL, sayRead, writtenOf, subjectOf } from './mark-words.js';

/** Tests of a whole mark of which other rules use parts. */
export const wholeMarks: Check = (facts) => {
  const { reads, writes } = facts.marks;
  const parts = [
    ...reads
      .filter(({ of, mask }) => of === 'mark' && mask !== ALL)
      .map(({ mask, value }) => ({ mask, value })),
    ...writes
      .filter((write) => write.to === 'mark' && write.value !== undefined)
      .map(({ bits, value = 0 }) => ({ mask: bits, value })),
  ].filter(({ mask }) => mask !== ALL && mask !== 0);
  return reads.flatMap((read): readonly Finding[] => {
    const { value, mask } = read;
    if (read.of !== 'mark' || mask !== ALL || value === 0) return [];
    // A part that sets or asks for bits beside those of the value.
    const beside = parts.find((part) => (part.mask & ~value) !== 0);
    if (beside === undefined) return [];
    const covering = parts
      .filter((part) => (part.mask & value) >>> 0 === value && part.mask !== value)
      .toSorted((a, b) => rank(a.mask) - rank(b.mask))[0];
    const proposed = covering?.mask ?? (rank(value) === 1 ? value : undefined);
    const hint = proposed === undefined ? '' : `; did you mean ${maskedText(value, proposed)}?`;
    const effect = read.inverted
      ? `so packets with another bit beside ${maskedText(value, ALL)} are taken for unmarked`
      : `so it misses packets with another bit beside ${maskedText(value, ALL)}`;
    return [
      makeFinding({
        kind: 'missing-mask',
        family: facts.family,
        subject: subjectOf(facts, read),
        written: writtenOf(read),
        text: `${sayRead(facts, read)} compares all 32 bits of the mark where other rules use parts of it (${maskedText(beside.value, beside.mask)}), ${effect}${hint}`,
      }),
    ];
  });
};
