import { nearestWord } from '../../../nearest-word.js';
import type { Check } from '../check.js';
import type { Facts } from '../facts.js';
import { maskedText } from '../../packets/masked-text.js';
import { makeFinding, type Finding } from '../finding.js';
import { agrees, type MarkRead, type MarkWrite } from './mark-use.js';
import { ALL, isSetting, isAsked, sayRead, writtenOf, subjectOf } from './mark-words.js';

/** Marks that are set and never asked for, with the one that was probably meant. */
export const unreadMarks: Check = (facts) => {
  const { writes, reads } = facts.marks;
  const { family } = facts;
  const saves = writes.some(({ to, value }) => to === 'ctmark' && value === undefined);
  const asked = reads.filter((read) => isAsked(read) || (saves && read.of === 'ctmark'));
  const unread = writes
    .filter(isSetting)
    .filter(
      (write) =>
        !asked.some(
          (read) => agrees(write, read) || (read.value === 0 && (read.mask & write.touched) !== 0),
        ),
    );
  const unset = unsetReads(facts).filter(({ by }) => 'rule' in by || by.chainRule.table !== 'raw');
  const reported = new Set<MarkRead>();
  return unread.flatMap((write): readonly Finding[] => {
    const shared = asked.some(
      ({ mask, value }) => ((mask === ALL ? value : mask) & write.touched) !== 0,
    );
    const free = unset.filter(({ by }) => 'rule' in by || by.chainRule.rule !== write.at.rule);
    const meant = free.find((read) => isSlipOf(write, read));
    // Bits that nobody asks for may be there for somebody else, who owns them.
    if (write.bits !== ALL && !shared && meant === undefined) return [];
    const mark = maskedText(write.value, write.bits);
    const left = shared || write.bits === ALL ? onlyOne(free) : undefined;
    // A mark that is set elsewhere can be the one that was meant as well.
    const nearest = asked.filter((read) => read.value !== 0 && isNear(write, read));
    const [near] = nearest;
    const other =
      meant ??
      (left !== undefined && (near === undefined || isNear(write, left)) ? left : undefined);
    if (other !== undefined && reported.has(other)) return [];
    if (other !== undefined) {
      reported.add(other);
      const setters = unread.filter(({ value }) => value === write.value).map(({ at }) => at);
      const wanted = maskedText(other.value, other.mask);
      const same = write.value.toString(16) === other.value.toString(10);
      const hint = same
        ? `; ${other.value} is decimal, did you mean 0x${other.value}?`
        : `; did you mean ${mark}?`;
      return [
        makeFinding({
          kind: 'wrong-mark',
          family,
          subject: subjectOf(facts, other),
          written: writtenOf(other),
          also: setters.map(({ rule }) => rule.written),
          text: `Nothing sets mark ${wanted}, for which ${sayRead(facts, other)} asks, and nothing asks for ${mark}, which ${setters.map((at) => facts.sayChainRule(at)).join(' and ')} set${setters.length === 1 ? 's' : ''}${hint}`,
        }),
      ];
    }
    const known = [
      ...new Set(
        asked.filter(({ value }) => value !== 0).map(({ value, mask }) => maskedText(value, mask)),
      ),
    ];
    const others = known.length === 0 ? '' : `; the rules ask for ${known.join(', ')}`;
    const hint =
      near === undefined || known.length < 2 || nearest.some(({ value }) => value !== near.value)
        ? ''
        : `; did you mean ${maskedText(near.value, near.mask)}?`;
    return [
      makeFinding({
        kind: 'mark-never-read',
        ...facts.aboutChainRule(write.at),
        text: `Nothing asks for mark ${mark}, which ${facts.sayChainRule(write.at)} sets${others}${hint}`,
      }),
    ];
  });
};

function onlyOne<T>(items: readonly T[]): T | undefined {
  return items.length === 1 ? items[0] : undefined;
}

/** Marks that are asked for and that no rule sets: a socket may. */
function unsetReads({ marks: { reads, writes } }: Facts): readonly MarkRead[] {
  return reads.filter(
    (read) =>
      isAsked(read) &&
      read.value !== 0 &&
      !read.inverted &&
      !writes.some((write) => write.to === 'mark' && write.value !== 0 && agrees(write, read)),
  );
}

/** One was written in another base, or with digits missing at its end. */
function isSlipOf({ value = 0 }: MarkWrite, read: MarkRead): boolean {
  if (value.toString(16) === read.value.toString(10)) return true;
  if (value.toString(10) === read.value.toString(16)) return true;
  const [small, large] = [Math.min(value, read.value), Math.max(value, read.value)];
  return [4, 8, 12, 16].some((shift) => small * 2 ** shift === large);
}

/** One is the other with a slip of the pen, in either base; of two single digits each is near to each. */
function isNear({ value = 0 }: MarkWrite, read: MarkRead): boolean {
  return [10, 16].some((base) => {
    const [one, other] = [value.toString(base), read.value.toString(base)];
    return one.length + other.length > 2 && nearestWord(one, [other]) !== undefined;
  });
}

/** The test shows that a socket sets the mark; over lo its packets come in with it. */
function isForSockets({ by }: MarkRead): boolean {
  return 'rule' in by || by.chainRule.hooks.every((hook) => hook === 'OUTPUT');
}

/** Marks that a chain asks of packets which can't have one unless a rule gives it to them, and no rule does. */
export const unsetMarks: Check = (facts) =>
  unsetReads(facts).flatMap((read): readonly Finding[] => {
    const { by } = read;
    if (!('chainRule' in by)) return [];
    // A local socket can set the mark of what it sends; a rule that exempts it shows that one does.
    const { hooks, rule } = by.chainRule;
    if (hooks.every((hook) => hook === 'OUTPUT')) return [];
    const owned = facts.marks.reads.some(
      (other) =>
        isForSockets(other) &&
        other.value !== 0 &&
        other.mask !== 0 &&
        (other.value & read.mask) === (read.value & other.mask) &&
        (other.mask & read.mask) !== 0,
    );
    if (owned) return [];
    return [
      makeFinding({
        kind: 'mark-never-set',
        family: facts.family,
        subject: subjectOf(facts, read),
        written: rule.written,
        text: `Nothing sets mark ${maskedText(read.value, read.mask)}, for which ${sayRead(facts, read)} asks, so it never applies to forwarded packets`,
      }),
    ];
  });
