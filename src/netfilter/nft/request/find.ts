import { tableKey, type Netfilter } from '../../netfilter.js';
import type { Table } from '../../table.js';
import type { InTable, Named } from './request.js';

/** The table that a request is about. */
export function findTable({ tables }: Netfilter, { family, table }: InTable): Table | undefined {
  return tables.get(tableKey(family, table));
}

/** Netfilter with a table as it has become. */
export function putTable(netfilter: Netfilter, table: Table): Netfilter {
  return netfilter.set('tables', netfilter.tables.set(tableKey(table.family, table.name), table));
}

/** Whether something is what a request names. */
export function isNamed(
  { name, handle }: { readonly name: string; readonly handle: number },
  named: Named,
): boolean {
  return 'name' in named ? named.name === name : named.handle === BigInt(handle);
}

/** Whether a request names nothing: no name, and no handle, of which there is none that is 0. */
export function isUnnamed(named: Named): boolean {
  return 'handle' in named && named.handle === 0n;
}

/** The part of a request that names something. */
export function namedBy(named: Named): 'name' | 'handle' {
  return 'name' in named ? 'name' : 'handle';
}
