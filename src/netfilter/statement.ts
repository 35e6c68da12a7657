import { assertNever } from '../assert-never.js';
import type { MatchScope, TargetEffect } from './extension/extension.js';
import { targetEffect } from './extension/registry.js';
import { ruleConditions, type RuleCondition } from './rule-predicate.js';
import { nftStatements } from './nft/rule-statements.js';
import { isNftRule, type NetfilterRule, type XtablesRule } from './rule.js';

/**
 * One thing that a rule asks or does. A packet goes through the statements of a rule from left to right, until one of them doesn't hold or leads
 * elsewhere: what stood before it has been done. Behind the last one it goes on to the next rule. Source: `nft_do_chain`, `struct nft_expr`.
 */
export type Statement =
  | RuleCondition
  | { readonly kind: 'count'; readonly counter: number }
  | { readonly kind: 'effect'; readonly effect: TargetEffect }
  | { readonly kind: 'verdict'; readonly verdict: 'ACCEPT' | 'DROP' | 'RETURN' }
  | { readonly kind: 'jump' | 'goto'; readonly chain: string };

/** What a rule is made of; of iptables: what it asks for, its counter, and its target. */
export function ruleStatements(rule: NetfilterRule, scope: MatchScope): readonly Statement[] {
  if (isNftRule(rule)) return nftStatements(rule, scope);
  return [
    ...ruleConditions(rule, scope),
    { kind: 'count', counter: rule.id },
    ...targetStatements(rule, scope),
  ];
}

function targetStatements({ target }: XtablesRule, scope: MatchScope): readonly Statement[] {
  switch (target.kind) {
    case 'none':
      return [];
    case 'extension':
      return [{ kind: 'effect', effect: targetEffect(target.data, scope) }];
    case 'verdict':
    case 'jump':
    case 'goto':
      return [target];
    default:
      return assertNever(target);
  }
}
