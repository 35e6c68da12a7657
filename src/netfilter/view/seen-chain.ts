import type { Chain } from '../chain.js';
import type { TableName } from '../hook.js';
import { KernelError } from '../kernel-error.js';
import { builtinHook, findChain, withBuiltinChain, type Ruleset } from '../ruleset.js';
import { isSeen } from './viewed-rule.js';

/** The chain of that name that iptables sees; undefined when there is none. */
export function seenChain(ruleset: Ruleset, table: TableName, name: string): Chain | undefined {
  const chain = findChain(ruleset, table, name);
  return chain !== undefined && isSeen(chain, table) ? chain : undefined;
}

/** A ruleset in which the table exists, and the chain too if it's a built-in one. @throws KernelError when nft has another chain in its place */
export function withOwnChain(ruleset: Ruleset, table: TableName, name: string): Ruleset {
  const existing = withBuiltinChain(ruleset, table, name);
  const isOwn = builtinHook(table, name) !== undefined;
  if (isOwn && seenChain(existing, table, name) === undefined) {
    throw new KernelError('CHAIN_ADD', 'EOPNOTSUPP', `chain ${name}`);
  }
  return existing;
}
