import type { Family } from '../../address/family.js';
import type { BaseChain } from '../base-chain.js';
import { builtinBase } from '../base-chain.js';
import type { Chain } from '../chain.js';
import type { TableName } from '../hook.js';
import { isNftRule, type NetfilterRule, type RuleSpecification } from '../rule.js';
import { builtinHook } from '../ruleset.js';
import type { Table } from '../table.js';
import { UnreadableRuleError } from '../xtables-error.js';
import { isKnownToIptables } from './kernel-expression.js';
import { shownRule } from './shown-rule.js';
import { kernelExpressions } from './kernel-expressions.js';
import { RuleReader } from './rule-reader.js';

/** What iptables sees rules of its tables by. */
export interface RuleViewer {
  readonly family: Family;
  /** The name of a device; undefined when there is none of that number. */
  readonly deviceName: (index: number) => string | undefined;
}

/**
 * A rule as iptables sees it, whichever tool has made it.
 *
 * @throws UnreadableRuleError for a rule of nft that it can't read
 */
export function viewedRule(rule: NetfilterRule, viewer: RuleViewer): RuleSpecification {
  if (!isNftRule(rule)) return shownRule(rule, viewer.family);
  const reader = new RuleReader(viewer.family, viewer.deviceName);
  for (const expression of kernelExpressions(rule.statements)) reader.read(expression);
  if (reader.errors.length > 0) throw new UnreadableRuleError(reader.errors);
  return reader.finish(rule.comment, rule.written);
}

/** Whether iptables knows what a chain's rules are made of. Source: `nft_is_chain_compatible`. */
export function isCompatible({ rules }: Chain): boolean {
  return rules.every(
    (rule) => !isNftRule(rule) || kernelExpressions(rule.statements).every(isKnownToIptables),
  );
}

/** Whether iptables sees a chain: not a base chain that stands otherwise than its own. Source: iptables' `nft_chain_builtin_find`. */
export function isSeen({ name, base }: Chain, table: TableName): boolean {
  if (base === undefined) return true;
  const hook = builtinHook(table, name);
  return hook !== undefined && standsAlike(base, builtinBase(table, hook));
}

function standsAlike(a: BaseChain, b: BaseChain): boolean {
  return a.hook === b.hook && a.type === b.type && a.priority === b.priority;
}

/** Whether a table has base chains that iptables doesn't see. Source: `nft_is_table_tainted`. */
export function isTainted({ chains }: Pick<Table, 'chains'>, table: TableName): boolean {
  return chains.some((chain) => !isSeen(chain, table));
}
