import { Map, OrderedMap, Record, type RecordOf } from 'immutable';
import type { Family } from '../address/family.js';
import type { Chain } from './chain.js';
import { TABLE_NAMES, type HookName, type TableName } from './hook.js';
import { makeRuleset, type Ruleset, type Tables } from './ruleset.js';
import type { TableFamily } from './nft/family.js';
import { seesPackets, tableFamily, type Table } from './table.js';

/** Everything that netfilter has in one namespace. */
export interface NetfilterFields {
  /** The tables of every family by family and name (`inet fw4`), in the order of their creation. */
  readonly tables: OrderedMap<string, Table>;
  /** The next id for a rule or a chain of whatever table. */
  readonly nextId: number;
  /** The next handle for a table. */
  readonly nextHandle: number;
  /** The numbers of the base chains with which translation was registered for IPv4 and IPv6. */
  readonly natSince4: number | undefined;
  readonly natSince6: number | undefined;
  /** The numbers of the rules with which connection tracking was registered, kept where chains stand at its own places. */
  readonly trackSince4: number | undefined;
  readonly trackSince6: number | undefined;
  /**
   * Whether new tables are validated behind each request that adds to them: the kernel has last refused to commit what a table would have become.
   * Source: `nftables_pernet.validate_state`.
   */
  readonly validatesNewTables: boolean;
}

/** Everything that netfilter has in one namespace, as an Immutable Record. */
export type Netfilter = RecordOf<NetfilterFields>;

/** Makes it; without fields, of a namespace that no command has given a table. */
export const makeNetfilter = Record<NetfilterFields>(
  {
    tables: OrderedMap(),
    nextId: 1,
    nextHandle: 1,
    natSince4: undefined,
    natSince6: undefined,
    trackSince4: undefined,
    trackSince6: undefined,
    validatesNewTables: false,
  },
  'Netfilter',
);

/** The key of a table: its family and its name. */
export function tableKey(family: TableFamily, name: string): string {
  return `${family} ${name}`;
}

/** The tables of iptables or ip6tables, as that tool sees them. */
export function rulesetOf(netfilter: Netfilter, family: Family): Ruleset {
  const { nextId, nextHandle, validatesNewTables } = netfilter;
  const tables = tablesOf(netfilter, family);
  return makeRuleset({ family, tables, nextId, nextHandle, validatesNewTables });
}

/** Netfilter with what iptables or ip6tables has made of its tables. */
export function withRuleset(
  netfilter: Netfilter,
  { family, tables, nextId, nextHandle, validatesNewTables }: Ruleset,
): Netfilter {
  const kind = tableFamily(family);
  const changed = netfilter.tables.withMutations((all) => {
    for (const [name, table] of tables) {
      const key = tableKey(kind, name);
      // A table that was made anew is listed last.
      if (all.get(key)?.handle !== table.handle) all.delete(key);
      all.set(key, table);
    }
    for (const name of TABLE_NAMES) if (!tables.has(name)) all.delete(tableKey(kind, name));
  });
  return netfilter.merge({ tables: changed, nextId, nextHandle, validatesNewTables });
}

/** The tables that iptables or ip6tables knows. */
export function tablesOf({ tables }: Netfilter, family: Family): Tables {
  const kind = tableFamily(family);
  return Map<TableName, Table>().withMutations((found) => {
    for (const table of tables.values()) {
      const name = TABLE_NAMES.find((known) => known === table.name);
      if (table.family === kind && name !== undefined) found.set(name, table);
    }
  });
}

/** The tables to which packets of a family come, whichever tool has made them; those that sleep are left out. */
export function tablesSeeing(netfilter: Netfilter, packets: Family): readonly Table[] {
  return tablesFor(netfilter, packets).filter(({ dormant }) => !dormant);
}

/** The tables for packets of a family, those that sleep too. */
export function tablesFor({ tables }: Netfilter, packets: Family): readonly Table[] {
  return [...tables.values()].filter(({ family }) => seesPackets(family, packets));
}

/** A base chain and the table that it stands in. */
export interface PlacedChain {
  readonly table: Table;
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
  for (const table of tablesSeeing(netfilter, family)) {
    for (const chain of table.chains.values()) {
      if (chain.base?.hook === hook) found.push({ table, chain });
    }
  }
  const priorityOf = ({ chain }: PlacedChain): number => chain.base?.priority ?? 0;
  return found.toSorted((a, b) => priorityOf(a) - priorityOf(b) || b.chain.id - a.chain.id);
}
