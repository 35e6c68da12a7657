import { maskedText } from '../../packets/masked-text.js';
import { nearestWord } from '../../../nearest-word.js';
import type { Check } from '../check.js';
import { makeFinding, type Finding } from '../finding.js';
import { agrees, type MarkRead } from './mark-use.js';
import { sayRead, writtenOf } from './mark-words.js';

/** Marks of sockets that a rule keeps out of a tunnel, and that chains ask for by another number. */
export const slippedMarks: Check = (facts) => {
  const { reads, writes } = facts.marks;
  const isSet = (read: MarkRead): boolean =>
    writes.some((write) => write.to === 'mark' && (write.value ?? 0) !== 0 && agrees(write, read));
  const asked = reads.filter((read) => read.of === 'mark' && read.value !== 0 && !isSet(read));
  const alone = (read: MarkRead): boolean =>
    asked.every((other) => other === read || other.value !== read.value);
  const isByRule = (value: number): boolean =>
    asked.some((read) => 'rule' in read.by && read.value === value);
  return facts.rules.flatMap((rule): readonly Finding[] => {
    const own = asked.find(({ by }) => 'rule' in by && by.rule === rule);
    if (!rule.not || own === undefined || !alone(own)) return [];
    const other = asked.find(
      ({ by, value, mask }) =>
        'chainRule' in by &&
        mask === own.mask &&
        !isByRule(value) &&
        [10, 16].some(
          (base) => nearestWord(own.value.toString(base), [value.toString(base)]) !== undefined,
        ),
    );
    if (other === undefined) return [];
    const [one, two] = [own, other].map(({ value, mask }) => maskedText(value, mask));
    return [
      makeFinding({
        kind: 'wrong-mark',
        ...facts.aboutRule(rule),
        also: [writtenOf(other)],
        text: `${facts.sayRule(rule)} makes an exception for mark ${one}, which nothing sets and nothing else asks for, while ${sayRead(facts, other)} asks for ${two}; did you mean ${two}?`,
      }),
    ];
  });
};
