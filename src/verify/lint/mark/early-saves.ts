import type { HookName, TableName } from '../../../netfilter/hook.js';
import { xtablesRules } from '../../../netfilter/chain.js';
import type { XtablesRule } from '../../../netfilter/rule.js';
import { targetChain, type ChainRule } from '../chain/chain-rules.js';
import type { Check } from '../check.js';
import type { Facts } from '../facts.js';
import { makeFinding } from '../finding.js';
import { isSetting } from './mark-words.js';

const BEFORE: Readonly<Record<HookName, readonly HookName[]>> = {
  PREROUTING: [],
  INPUT: ['PREROUTING'],
  FORWARD: ['PREROUTING'],
  OUTPUT: [],
  POSTROUTING: ['PREROUTING', 'FORWARD', 'OUTPUT'],
};
const ORDER: readonly TableName[] = ['raw', 'mangle', 'nat', 'filter', 'security'];

/** Marks that are saved to their connection before any rule has set them. */
export const earlySaves: Check = (facts) => {
  const { writes } = facts.marks;
  const saves = writes.filter(({ to, value }) => to === 'ctmark' && value === undefined);
  const setters = writes.filter(isSetting);
  const late = saves.filter((save) =>
    setters.some(
      (setter) => (setter.bits & save.bits) !== 0 && canPrecede(facts, setter.at, save.at),
    ),
  );
  const [first] = saves;
  const shared = setters.filter(({ bits }) => first !== undefined && (bits & first.bits) !== 0);
  const plain = writes.some(({ to, value }) => to === 'ctmark' && value !== undefined);
  if (first === undefined || late.length > 0 || shared.length === 0 || plain) return [];
  const { rule, chain } = first.at;
  return [
    makeFinding({
      kind: 'mark-not-restored',
      ...facts.aboutChainRule({ rule, chain }),
      also: shared.map(({ at }) => at.rule.written),
      text: `${facts.sayChainRule(first.at)} saves the mark before ${facts.sayChainRule((shared[0] ?? first).at)}, the first rule that sets it, so connections keep none`,
    }),
  ];
};

function canPrecede(facts: Facts, setter: ChainRule, save: ChainRule): boolean {
  return save.hooks.some((hook) => {
    if (setter.hooks.some((other) => BEFORE[hook].includes(other))) return true;
    if (!setter.hooks.includes(hook)) return false;
    if (setter.table !== save.table) {
      return ORDER.indexOf(setter.table) < ORDER.indexOf(save.table);
    }
    const walked = rulesInOrder(facts, save.table, hook);
    return walked.indexOf(setter.rule) < walked.lastIndexOf(save.rule);
  });
}

/** The rules of a table as a packet comes to them, those of a chain at each jump to it. */
function rulesInOrder({ tables }: Facts, table: TableName, hook: HookName): readonly XtablesRule[] {
  const chains = tables.get(table)?.chains;
  const seen = new Set<string>();
  const walk = (name: string): readonly XtablesRule[] => {
    if (seen.has(name)) return [];
    seen.add(name);
    const chain = chains?.get(name);
    return (chain === undefined ? [] : xtablesRules(chain)).flatMap((rule) => {
      const next = targetChain(rule);
      return next === undefined ? rule : [rule].concat(walk(next));
    });
  };
  return walk(hook);
}
