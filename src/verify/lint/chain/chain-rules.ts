import { isPacketHook } from '../../../netfilter/base-chain.js';
import type { HookName, TableName } from '../../../netfilter/hook.js';
import type { XtablesRule } from '../../../netfilter/rule.js';
import { xtablesRules, type Chain } from '../../../netfilter/chain.js';
import type { Tables } from '../../../netfilter/ruleset.js';
import type { Chains } from '../../../netfilter/table.js';

/** A rule of a chain with its place. */
export interface ChainRule {
  readonly table: TableName;
  readonly chain: string;
  /** From 1. */
  readonly number: number;
  readonly rule: XtablesRule;
  /** The hooks from whose built-in chains its chain is reached, itself or by jumps; empty when by none. */
  readonly hooks: readonly HookName[];
}

/** Every rule of every chain, in the order of the listing. */
export function listChainRules(tables: Tables): readonly ChainRule[] {
  return [...tables].flatMap(([table, { chains }]) => {
    const hooks = hooksOf(chains);
    return [...chains.values()].flatMap((chain) =>
      xtablesRules(chain).map((rule, index): ChainRule => {
        const reached = hooks.get(chain.name) ?? [];
        return { table, chain: chain.name, number: index + 1, rule, hooks: reached };
      }),
    );
  });
}

/** The chain that a rule leads to; undefined when it leads to none. */
export function targetChain({ target }: XtablesRule): string | undefined {
  return target.kind === 'jump' || target.kind === 'goto' ? target.chain : undefined;
}

/** The target writes down what it meets, and does nothing else. */
export function onlyTells(target: XtablesRule['target']): boolean {
  return target.kind === 'extension' && ['LOG', 'NFLOG', 'TRACE'].includes(target.data.name);
}

function hooksOf(chains: Chains): ReadonlyMap<string, readonly HookName[]> {
  const found = new Map<string, HookName[]>();
  const walk = (chain: Chain | undefined, hook: HookName): void => {
    if (chain === undefined) return;
    const before = found.get(chain.name) ?? [];
    if (before.includes(hook)) return;
    found.set(chain.name, [...before, hook]);
    for (const rule of xtablesRules(chain)) {
      const next = targetChain(rule);
      if (next !== undefined) walk(chains.get(next), hook);
    }
  };
  for (const chain of chains.values()) {
    if (chain.base !== undefined && isPacketHook(chain.base.hook)) walk(chain, chain.base.hook);
  }
  return found;
}
