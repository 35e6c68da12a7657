import { List, Map, Record, type RecordOf } from 'immutable';
import type { HookName, TableName } from './hook.js';
import type { NetfilterRule } from './rule.js';

/** One chain: built-in (a `hook` and a policy) or the user's. */
export interface ChainFields {
  name: string;
  /** The hook of a built-in chain; undefined for a user's chain. */
  hook: HookName | undefined;
  policy: 'ACCEPT' | 'DROP';
  /** Names the policy's counter; unique in its ruleset. */
  policyId: number;
  rules: List<NetfilterRule>;
}

/** One chain, as an Immutable Record. */
export type Chain = RecordOf<ChainFields>;

/** Makes a chain. */
export const makeChain = Record<ChainFields>(
  { name: '', hook: undefined, policy: 'ACCEPT', policyId: 0, rules: List() },
  'Chain',
);

/** One table: its chains, in the order in which they are listed. */
export type Chains = List<Chain>;

/** The netfilter rules of one family in one namespace. */
export interface RulesetFields {
  /** Only tables that some command has touched; a table that is not here is empty with policy ACCEPT. */
  tables: Map<TableName, Chains>;
  /** Tables in the order of their creation, as iptables-save (nf_tables) lists them. */
  order: List<TableName>;
  /** The next id for a rule's or a policy's counter. */
  nextId: number;
}

/** The netfilter rules of one family, as an Immutable Record. */
export type Ruleset = RecordOf<RulesetFields>;

/** Makes a ruleset. */
export const makeRuleset = Record<RulesetFields>(
  { tables: Map(), order: List(), nextId: 1 },
  'Ruleset',
);

/** The chain of that name in that table; undefined when there is none. */
export function findChain(ruleset: Ruleset, table: TableName, chain: string): Chain | undefined {
  return ruleset.tables.get(table)?.find((candidate) => candidate.name === chain);
}
