import type { Netfilter } from '../../netfilter.js';
import type { Table } from '../../table.js';
import { withDynamicSizes } from './dynamic-sizes.js';
import { findTable, putTable } from './find.js';
import type { KernelRefusal } from './refusal.js';
import type { Request } from './request.js';

/**
 * Netfilter behind a request that is refused: nothing has changed but for the handles that the request used up, and the sizes of sets that a rule has used
 * before the statement for which it is refused. Source: `nf_tables_alloc_handle`, `nft_dynset_init`, which take none back.
 */
export function behindRefused(
  netfilter: Netfilter,
  request: Request,
  { handles = 0, about }: KernelRefusal,
): Netfilter {
  if (handles === 0 || request.kind === 'delete table') return netfilter;
  const table = findTable(netfilter, request);
  if (table === undefined) return netfilter;
  const spent = table.set('nextHandle', table.nextHandle + handles);
  if (request.kind !== 'new rule' || typeof about !== 'object' || !('statement' in about)) {
    return putTable(netfilter, spent);
  }
  // Where it is a rule within that is refused, the kernel hasn't come to the one around it.
  if (about.of !== request.rule) return putTable(netfilter, spent);
  const statements = request.rule.statements.slice(0, about.statement);
  return putTable(netfilter, withDynamicSizes(spent, { ...request.rule, statements }));
}

/**
 * Netfilter as it was before a transaction that is refused, but for the handles that the transaction used up, and the sizes of the sets to which its rules
 * would add elements. Source: `nft_dynset_init`, which takes none back.
 *
 * @param deleted - netfilter before each request of it that deletes tables
 */
export function takenBack(
  start: Netfilter,
  end: Netfilter,
  deleted: readonly Netfilter[],
): Netfilter {
  const tables = start.tables.map((table, key) => {
    const last = [end, ...deleted.toReversed()]
      .map((one) => one.tables.get(key))
      .find((one) => one?.handle === table.handle);
    if (last === undefined) return table;
    const sets = withSizes(table.sets, last.sets);
    return table.merge({ nextHandle: last.nextHandle, ...(sets === table.sets ? {} : { sets }) });
  });
  return start.merge({ tables, nextHandle: end.nextHandle });
}

function withSizes(before: Table['sets'], after: Table['sets']): Table['sets'] {
  return before.map((set) => {
    const last = after.get(set.name);
    const isSized = set.size === undefined && last?.handle === set.handle;
    return isSized && last.size !== undefined
      ? set.merge({ size: last.size, sizeChosen: last.sizeChosen })
      : set;
  });
}
