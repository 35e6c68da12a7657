import { List, Map, OrderedMap, Record, type RecordOf } from 'immutable';
import { frozen } from '../frozen.js';
import { builtinBase, type BaseChain } from './base-chain.js';
import { TABLE_HOOKS, type HookName, type TableName } from './hook.js';
import type { NetfilterRule } from './rule.js';

/** One chain: a base chain, at which packets come to the table, or one that rules jump to. */
export interface ChainFields {
  readonly name: string;
  /** Undefined for a chain that only rules lead to. */
  readonly base: BaseChain | undefined;
  /** Names the counter of a base chain's policy; unique in its namespace, and greater than those of the chains that were there before. */
  readonly id: number;
  readonly rules: List<NetfilterRule>;
}

/** One chain, as an Immutable Record. */
export type Chain = RecordOf<ChainFields>;

/** Makes a chain. */
export const makeChain = Record<ChainFields>(
  { name: '', base: undefined, id: 0, rules: List() },
  'Chain',
);

/**
 * One table: its chains by name, in the order of their creation.
 *
 * As with iptables on nf_tables a built-in chain exists only once some command has needed it. One that isn't here is empty, has the
 * policy ACCEPT, and counts nothing.
 */
export type Chains = OrderedMap<string, Chain>;

/** Tables by name: only those that some command has needed. One that is not here is empty. */
export type Tables = Map<TableName, Chains>;

/** The tables of one family, as iptables sees them. */
export interface RulesetFields {
  readonly tables: Tables;
  /** The next id for a rule or a chain. */
  readonly nextId: number;
}

/** The netfilter rules of one family, as an Immutable Record. */
export type Ruleset = RecordOf<RulesetFields>;

/** Makes a ruleset. */
export const makeRuleset = Record<RulesetFields>({ tables: Map(), nextId: 1 }, 'Ruleset');

/** The chain of that name in that table; undefined when there is none. */
export function findChain(
  { tables }: Pick<RulesetFields, 'tables'>,
  table: TableName,
  chain: string,
): Chain | undefined {
  return tables.get(table)?.get(chain);
}

/** The hook of a table's built-in chain of that name; undefined when it has none. */
export function builtinHook(table: TableName, chain: string): HookName | undefined {
  return TABLE_HOOKS[table].find((hook) => hook === chain);
}

/** A ruleset with one chain put in the place of what has its name, or added as the last of its table. */
export function putChain(ruleset: Ruleset, table: TableName, chain: Chain): Ruleset {
  const chains = ruleset.tables.get(table) ?? OrderedMap();
  return ruleset.set('tables', ruleset.tables.set(table, chains.set(chain.name, chain)));
}

/** A ruleset in which the table exists. */
export function withTable(ruleset: Ruleset, table: TableName): Ruleset {
  if (ruleset.tables.has(table)) return ruleset;
  return ruleset.set('tables', ruleset.tables.set(table, OrderedMap()));
}

/** A ruleset in which the table exists, and the chain too if it's a built-in one. */
export function withBuiltinChain(ruleset: Ruleset, table: TableName, name: string): Ruleset {
  const hook = builtinHook(table, name);
  const existing = withTable(ruleset, table);
  if (hook === undefined || findChain(existing, table, name) !== undefined) return existing;
  const base = frozen(builtinBase(table, hook));
  const chain = makeChain({ name, base, id: existing.nextId });
  return putChain(existing.set('nextId', existing.nextId + 1), table, chain);
}
