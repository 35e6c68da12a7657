import { Map, Record, type RecordOf } from 'immutable';
import type { Family } from '../address/family.js';
import { frozen } from '../frozen.js';
import { builtinBase } from './base-chain.js';
import { makeChain, type Chain } from './chain.js';
import { TABLE_HOOKS, type HookName, type TableName } from './hook.js';
import { makeTable, tableFamily, type Table } from './table.js';

/** Tables as iptables names them: only those that some command has needed. One that is not here is empty. */
export type Tables = Map<TableName, Table>;

/** The tables of one family, as iptables sees them. */
export interface RulesetFields {
  readonly family: Family;
  readonly tables: Tables;
  /** The next id for a rule or a chain. */
  readonly nextId: number;
  /** The next handle for a table. */
  readonly nextHandle: number;
  /** Whether new tables are validated behind each request that adds to them. */
  readonly validatesNewTables: boolean;
}

/** The netfilter rules of one family, as an Immutable Record. */
export type Ruleset = RecordOf<RulesetFields>;

/** Makes a ruleset. */
export const makeRuleset = Record<RulesetFields>(
  { family: 4, tables: Map(), nextId: 1, nextHandle: 1, validatesNewTables: false },
  'Ruleset',
);

/** The chain of that name in that table; undefined when there is none. */
export function findChain(
  { tables }: Pick<RulesetFields, 'tables'>,
  table: TableName,
  chain: string,
): Chain | undefined {
  return tables.get(table)?.chains.get(chain);
}

/** The hook of a table's built-in chain of that name; undefined when it has none. */
export function builtinHook(table: TableName, chain: string): HookName | undefined {
  return TABLE_HOOKS[table].find((hook) => hook === chain);
}

/** A ruleset in which the table exists. */
export function withTable(ruleset: Ruleset, name: TableName): Ruleset {
  if (ruleset.tables.has(name)) return ruleset;
  const handle = ruleset.nextHandle;
  const table = makeTable({ family: tableFamily(ruleset.family), name, handle });
  return ruleset.merge({ tables: ruleset.tables.set(name, table), nextHandle: handle + 1 });
}

/** A ruleset with a table as it has become. */
export function editTable(
  ruleset: Ruleset,
  name: TableName,
  edit: (table: Table) => Table,
): Ruleset {
  const existing = withTable(ruleset, name);
  const before = existing.tables.get(name);
  return before === undefined
    ? existing
    : existing.set('tables', existing.tables.set(name, edit(before)));
}

/** A ruleset with one chain put in the place of what has its name, or added as the last of its table. */
export function putChain(ruleset: Ruleset, name: TableName, chain: Chain): Ruleset {
  return editTable(ruleset, name, (table) =>
    table.set('chains', table.chains.set(chain.name, chain)),
  );
}

/** A ruleset with a new chain, as the last of its table. */
export function addChain(
  ruleset: Ruleset,
  name: TableName,
  { name: called, base }: Pick<Chain, 'name' | 'base'>,
): Ruleset {
  const id = ruleset.nextId;
  const added = editTable(ruleset, name, (table) => {
    const handle = table.nextHandle;
    const chain = makeChain({ name: called, base, id, handle });
    return table.merge({ chains: table.chains.set(called, chain), nextHandle: handle + 1 });
  });
  return added.set('nextId', id + 1);
}

/** A ruleset in which the table exists, and the chain too if it's a built-in one. */
export function withBuiltinChain(ruleset: Ruleset, table: TableName, name: string): Ruleset {
  const hook = builtinHook(table, name);
  const existing = withTable(ruleset, table);
  if (hook === undefined || findChain(existing, table, name) !== undefined) return existing;
  return addChain(existing, table, { name, base: frozen(builtinBase(table, hook)) });
}

/** Rules as they were before a batch that the kernel takes back, but for the handles that it has used up. Source: `nf_tables_alloc_handle`. */
export function takenBack(start: Ruleset, end: Ruleset): Ruleset {
  const tables = start.tables.map((table, name) =>
    table.set('nextHandle', end.tables.get(name)?.nextHandle ?? table.nextHandle),
  );
  return start.merge({ tables, nextHandle: end.nextHandle });
}
