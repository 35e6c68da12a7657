import type { HookName, TableName } from '../../netfilter/hook.js';
import { FALSE } from '../engine/diagram.js';
import { isMasked } from '../engine/vector.js';
import { levelsOf } from '../variables.js';
import type { Check } from './check.js';
import type { ChainRule } from './chain-rules.js';
import type { Facts } from './facts.js';
import { makeFinding, type Finding } from './finding.js';
import { agrees, isGuard, printMark, type MarkRead, type MarkWrite } from './mark-use.js';

const ALL = 0xffffffff;

/** The mark that a rule sets, when it sets one that isn't 0. */
export function isSetting(write: MarkWrite): write is MarkWrite & { readonly value: number } {
  return write.to === 'mark' && write.value !== undefined && write.value !== 0;
}

function isAsked(read: MarkRead): boolean {
  return read.of === 'mark' && !isGuard(read);
}

function sayRead(facts: Facts, { by }: MarkRead): string {
  return 'rule' in by ? facts.sayRule(by.rule) : facts.sayChainRule(by.chainRule);
}

function writtenOf({ by }: MarkRead): string | undefined {
  return 'rule' in by ? by.rule.written : by.chainRule.rule.written;
}

function subjectOf(facts: Facts, { by }: MarkRead): string {
  return 'rule' in by
    ? facts.subject(by.rule)
    : facts.describe.chainRule(by.chainRule.rule, by.chainRule.chain, facts.family);
}

function ownSubject(facts: Facts, { rule, chain }: ChainRule): string {
  return facts.describe.chainRule(rule, chain, facts.family);
}

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
  const told = new Set<MarkRead>();
  return unread.flatMap((write): readonly Finding[] => {
    const shared = asked.some(
      ({ mask, value }) => ((mask === ALL ? value : mask) & write.touched) !== 0,
    );
    const free = unset.filter(({ by }) => 'rule' in by || by.chainRule.rule !== write.at.rule);
    const meant = free.find((read) => isSlipOf(write, read));
    // Bits that nobody asks for may be there for somebody else, who owns them.
    if (write.bits !== ALL && !shared && meant === undefined) return [];
    const mark = printMark(write.value, write.bits);
    const other = meant ?? (shared || write.bits === ALL ? onlyOne(free) : undefined);
    if (other !== undefined && told.has(other)) return [];
    if (other !== undefined) {
      told.add(other);
      const setters = unread.filter(({ value }) => value === write.value).map(({ at }) => at);
      const wanted = printMark(other.value, other.mask);
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
        asked.filter(({ value }) => value !== 0).map(({ value, mask }) => printMark(value, mask)),
      ),
    ];
    const others = known.length === 0 ? '' : `; the rules ask for ${known.join(', ')}`;
    return [
      makeFinding({
        kind: 'mark-never-read',
        family,
        subject: ownSubject(facts, write.at),
        written: write.at.rule.written,
        text: `Nothing asks for mark ${mark}, which ${facts.sayChainRule(write.at)} sets${others}`,
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

/** Marks that a chain asks of packets which can't have one unless a rule gives it to them, and no rule does. */
export const unsetMarks: Check = (facts) =>
  unsetReads(facts).flatMap((read): readonly Finding[] => {
    const { by } = read;
    if (!('chainRule' in by)) return [];
    // A local socket can set the mark of what it sends; a rule that exempts it tells that one does.
    const { hooks, rule } = by.chainRule;
    if (hooks.every((hook) => hook === 'OUTPUT')) return [];
    const owned = facts.marks.reads.some(
      (other) =>
        'rule' in other.by &&
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
        text: `Nothing sets mark ${printMark(read.value, read.mask)}, for which ${sayRead(facts, read)} asks, so it never applies to forwarded packets`,
      }),
    ];
  });

/** Tells whether a mark set there is seen by a lookup: one follows PREROUTING, and mangle OUTPUT when it has changed something. */
export function isInTime(table: TableName, hook: HookName): boolean {
  return hook === 'PREROUTING' || (hook === 'OUTPUT' && table === 'mangle');
}

const ORDER: readonly HookName[] = ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'];

/** Marks that are set where no lookup comes after. */
export const lateMarks: Check = (facts) => {
  const { writes, reads } = facts.marks;
  return writes.filter(isSetting).flatMap((write): readonly Finding[] => {
    const { at } = write;
    if (at.hooks.some((hook) => isInTime(at.table, hook))) return [];
    const routing = reads.filter(
      (read) => 'rule' in read.by && read.value !== 0 && agrees(write, read),
    );
    const [first] = routing;
    if (first === undefined) return [];
    const later = reads.some(
      (read) =>
        'chainRule' in read.by &&
        agrees(write, read) &&
        read.value !== 0 &&
        comesAfter(read.by.chainRule, at),
    );
    const saved = writes.some(
      (save) =>
        save.to === 'ctmark' &&
        save.value === undefined &&
        (save.bits & write.bits) !== 0 &&
        comesAfter(save.at, at),
    );
    const early = writes.some(
      (other) =>
        isSetting(other) &&
        agrees(other, first) &&
        other.at.hooks.some((hook) => isInTime(other.at.table, hook)),
    );
    if ((later && early) || saved) return [];
    const [hook = 'OUTPUT'] = at.hooks;
    const local = hook === 'OUTPUT';
    const why = local
      ? `only a mark that changes in mangle OUTPUT makes the kernel look again`
      : `the route is settled before ${hook}`;
    return [
      makeFinding({
        kind: 'mark-too-late',
        family: facts.family,
        subject: ownSubject(facts, at),
        written: at.rule.written,
        also: routing.map((read) => writtenOf(read)),
        text: `The mark that ${facts.sayChainRule(at)} sets in ${at.table} ${hook} comes too late for ${sayRead(facts, first)}: ${why}; set it in mangle ${local ? 'OUTPUT' : 'PREROUTING'}`,
      }),
    ];
  });
};

function comesAfter(later: ChainRule, earlier: ChainRule): boolean {
  return earlier.hooks.some((from) =>
    later.hooks.some((to) => {
      if (to === from)
        return (
          later.table !== earlier.table ||
          later.number > earlier.number ||
          later.chain !== earlier.chain
        );
      if (from === 'INPUT' || to === 'PREROUTING') return false;
      return ORDER.indexOf(to) > ORDER.indexOf(from) && !(from === 'FORWARD' && to === 'OUTPUT');
    }),
  );
}

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
      .toSorted((a, b) => countBits(a.mask) - countBits(b.mask))[0];
    const proposed = covering?.mask ?? (countBits(value) === 1 ? value : undefined);
    const hint = proposed === undefined ? '' : `; did you mean ${printMark(value, proposed)}?`;
    const effect = read.inverted
      ? `so packets with another bit beside ${printMark(value, ALL)} are taken for unmarked`
      : `so it misses packets with another bit beside ${printMark(value, ALL)}`;
    return [
      makeFinding({
        kind: 'missing-mask',
        family: facts.family,
        subject: subjectOf(facts, read),
        written: writtenOf(read),
        text: `${sayRead(facts, read)} compares all 32 bits of the mark where other rules use parts of it (${printMark(beside.value, beside.mask)}), ${effect}${hint}`,
      }),
    ];
  });
};

function countBits(word: number): number {
  return word.toString(2).replaceAll('0', '').length;
}

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
        family: facts.family,
        subject: ownSubject(facts, write.at),
        written: write.at.rule.written,
        also: [before.at.rule.written],
        text: `${facts.sayChainRule(write.at)} writes all 32 bits, so the mark that ${facts.sayChainRule(before.at)} has set before is lost, and nothing asks for ${value}; did you mean --or-mark ${value}?`,
      }),
    ];
  });
};
