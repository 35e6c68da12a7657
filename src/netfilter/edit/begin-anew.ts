import type { Family } from '../../address/family.js';
import { frozen } from '../../frozen.js';
import { isChoice } from '../extension/registry.js';
import { isXtablesRule, type NetfilterRule } from '../rule.js';
import { findChain, putChain, type Ruleset } from '../ruleset.js';
import type { TableName } from '../hook.js';

/**
 * A ruleset in which some rules of a chain are new to the kernel, though the same as before: what their matches remember is forgotten.
 * Source: nf_tables replaces a rule whose counters are zeroed.
 */
export function beginAnew(
  ruleset: Ruleset,
  place: { readonly table: TableName; readonly chain: string; readonly family: Family },
  isNew: (rule: NetfilterRule) => boolean,
): Ruleset {
  const chain = findChain(ruleset, place.table, place.chain);
  if (chain === undefined) return ruleset;
  const rules = chain.rules.map((rule) => {
    if (!isXtablesRule(rule)) return rule;
    const remembers = rule.matches.some((match) => isChoice(match, place.family));
    // A match's memory hangs on the match itself: a copy has none.
    return remembers && isNew(rule)
      ? frozen({ ...rule, matches: rule.matches.map((match) => ({ ...match })) })
      : rule;
  });
  return rules.equals(chain.rules)
    ? ruleset
    : putChain(ruleset, place.table, chain.set('rules', rules));
}
