import { tableKey, type Netfilter } from '../../netfilter.js';
import { checkTable } from '../check/check-table.js';
import { chainOf } from '../set/element.js';
import { Batch, type RefusedRequest } from './batch.js';
import type { Request } from './request.js';
import { takenBack } from './spent-handles.js';

/** What becomes of requests that are carried out as a whole: netfilter, or each that the kernel refuses, with netfilter as it was but for handles that are used up. */
export type Outcome =
  | {
      readonly netfilter: Netfilter;
      /** Netfilter before each request that has deleted tables. */
      readonly deleted: readonly Netfilter[];
    }
  | { readonly refused: readonly RefusedRequest[]; readonly spent: Netfilter };

/**
 * Carries requests out as one transaction: all of them, or none.
 *
 * @example
 * ```ts
 * transact(makeNetfilter(), []); // { netfilter, deleted: [] }
 * ```
 */
export function transact(start: Netfilter, requests: readonly Request[]): Outcome {
  const batch = new Batch(start);
  for (const request of requests) batch.apply(request);
  return finish(start, batch, requests, false);
}

/**
 * Ends a transaction whose requests have all been carried out. If the kernel has refused none, it validates the tables. It does all again if one of them can't
 * stay as it has become, and validates the first such table behind each request, to find which one is to blame; new tables too, until a transaction is committed.
 * One that is only checked leaves new tables alone, and so passes where they are all that is wrong.
 * Source: `nf_tables_validate`, `nf_tables_commit`, `__nf_tables_abort`.
 */
export function finish(
  start: Netfilter,
  batch: Batch,
  requests: readonly Request[],
  isOnlyChecked: boolean,
): Outcome {
  if (batch.refused.length > 0) return outcomeOf(start, batch);
  const troubled = findTroubled(batch.netfilter, requests);
  if (troubled === undefined) return outcomeOf(start, batch);
  const warned = isOnlyChecked ? start : start.set('validatesNewTables', true);
  const validated = start.tables.has(troubled) ? [troubled] : [];
  const again = new Batch(takenBack(warned, batch.netfilter, batch.deleted), validated);
  for (const request of requests) again.apply(request);
  return outcomeOf(warned, again);
}

function outcomeOf(start: Netfilter, { netfilter, deleted, refused }: Batch): Outcome {
  if (refused.length > 0) return { refused, spent: takenBack(start, netfilter, deleted) };
  return { netfilter, deleted };
}

/** The key of the first table that requests have made what it can't stay. */
function findTroubled({ tables }: Netfilter, requests: readonly Request[]): string | undefined {
  const touched = new Set(
    requests.flatMap((request) =>
      needsValidation(request) ? [tableKey(request.family, request.table)] : [],
    ),
  );
  if (touched.size === 0) return undefined;
  return tables.findKey((table, key) => touched.has(key) && checkTable(table) !== undefined);
}

/** Whether a request can lead to a chain that it didn't lead to before, or put something where it can't stand. */
function needsValidation(
  request: Request,
): request is Extract<Request, { readonly kind: 'new rule' | 'new elements' }> {
  if (request.kind === 'new rule') return true;
  return (
    request.kind === 'new elements' &&
    request.elements.some(
      ({ data }) => data?.kind === 'verdict' && chainOf(data.verdict) !== undefined,
    )
  );
}
