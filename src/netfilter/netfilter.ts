import { Map, Record, type RecordOf } from 'immutable';
import type { Family } from '../address/family.js';
import type { HookName, TableName } from './hook.js';
import { makeRuleset, type Chain, type Ruleset, type Tables } from './ruleset.js';

/** Everything that netfilter has in one namespace. */
export interface NetfilterFields {
  /** The tables of family `ip`. */
  readonly ip: Tables;
  /** The tables of family `ip6`. */
  readonly ip6: Tables;
  /** The next id for a rule or a chain of whatever family. */
  readonly nextId: number;
}

/** Everything that netfilter has in one namespace, as an Immutable Record. */
export type Netfilter = RecordOf<NetfilterFields>;

/** Makes it; without fields, of a namespace that no command has given a table. */
export const makeNetfilter = Record<NetfilterFields>(
  { ip: Map(), ip6: Map(), nextId: 1 },
  'Netfilter',
);

/** The tables that the packets of a family come to, for a tool that knows one family. */
export function rulesetOf(netfilter: Netfilter, family: Family): Ruleset {
  return makeRuleset({ tables: netfilter[tablesKey(family)], nextId: netfilter.nextId });
}

/** Netfilter with what a tool has made of the tables of a family. */
export function withRuleset(
  netfilter: Netfilter,
  family: Family,
  { tables, nextId }: Ruleset,
): Netfilter {
  return netfilter.merge({ [tablesKey(family)]: tables, nextId });
}

/** The tables that packets of a family come to. */
export function tablesOf(netfilter: Netfilter, family: Family): Tables {
  return netfilter[tablesKey(family)];
}

/** A base chain and the table that it stands in. */
export interface PlacedChain {
  readonly table: TableName;
  readonly chain: Chain;
}

/**
 * The base chains to which packets of a family come at a hook, in the order in which they are walked: by priority, and of equal ones the last that was
 * registered first. Source: `nf_hook_entries_grow`.
 */
export function baseChains(
  netfilter: Netfilter,
  family: Family,
  hook: HookName,
): readonly PlacedChain[] {
  const found: PlacedChain[] = [];
  for (const [table, chains] of tablesOf(netfilter, family)) {
    for (const chain of chains.values())
      if (chain.base?.hook === hook) found.push({ table, chain });
  }
  const priorityOf = ({ chain }: PlacedChain): number => chain.base?.priority ?? 0;
  return found.toSorted((a, b) => priorityOf(a) - priorityOf(b) || b.chain.id - a.chain.id);
}

function tablesKey(family: Family): 'ip' | 'ip6' {
  return family === 4 ? 'ip' : 'ip6';
}
