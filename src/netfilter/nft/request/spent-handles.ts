import type { Netfilter } from '../../netfilter.js';
import { findTable, putTable } from './find.js';
import type { KernelRefusal } from './refusal.js';
import type { Request } from './request.js';

/** Netfilter behind a request that is refused: nothing has changed but for the handles that the request used up. Source: `nf_tables_alloc_handle`, which takes none back. */
export function withoutHandles(
  netfilter: Netfilter,
  request: Request,
  { handles = 0 }: KernelRefusal,
): Netfilter {
  if (handles === 0 || request.kind === 'delete table') return netfilter;
  const table = findTable(netfilter, request);
  if (table === undefined) return netfilter;
  return putTable(netfilter, table.set('nextHandle', table.nextHandle + handles));
}

/**
 * Netfilter as it was before a transaction that is refused, but for the handles that the transaction used up.
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
    return last === undefined ? table : table.set('nextHandle', last.nextHandle);
  });
  return start.merge({ tables, nextHandle: end.nextHandle });
}
