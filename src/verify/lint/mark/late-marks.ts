import type { HookName } from '../../../netfilter/hook.js';
import type { ChainRule } from '../chain/chain-rules.js';
import type { Check } from '../check.js';
import { makeFinding, type Finding } from '../finding.js';
import { agrees } from './mark-use.js';
import { isSetting, sayRead, writtenOf, isInTime } from './mark-words.js';

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
        ...facts.aboutChainRule(at),
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
