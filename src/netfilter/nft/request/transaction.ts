import type { Netfilter } from '../../netfilter.js';
import { tableKey } from '../../netfilter.js';
import { checkTable } from '../check/check-table.js';
import { broughtParts } from '../brought-parts.js';
import { chainOf } from '../set/element.js';
import { applyRequest } from './apply-request.js';
import { findTable } from './find.js';
import { refusalsOf, type KernelRefusal } from './refusal.js';
import type { Request, RequestOf } from './request.js';
import { takenBack, behindRefused } from './spent-handles.js';

/** A refusal, and which request it answers. */
export interface RefusedRequest extends KernelRefusal {
  readonly place: number;
}

/** What becomes of requests that are carried out as a whole: netfilter, or each that the kernel refuses, with netfilter as it was but for handles that are used up. */
export type Outcome =
  | {
      readonly netfilter: Netfilter;
      /** Netfilter before each request that has deleted tables. */
      readonly deleted: readonly Netfilter[];
    }
  | { readonly refused: readonly RefusedRequest[]; readonly spent: Netfilter };

/**
 * Carries requests out as one transaction: all of them, or none. The kernel goes on behind one that it refuses, and so can refuse several. Tables are looked at
 * as a whole once all is done; if one can't stay so, the requests are done again with a look behind each, to find which one is to blame.
 * Source: `nfnetlink_rcv_batch`, `nf_tables_validate`.
 */
export function transact(netfilter: Netfilter, requests: readonly Request[]): Outcome {
  const outcome = applyAll(netfilter, requests, false);
  if ('refused' in outcome || !isTroubled(outcome.netfilter, requests)) return outcome;
  return blame(takenBack(netfilter, outcome.netfilter, outcome.deleted), requests);
}

/** Whether requests have made a table what it can't stay. */
export function isTroubled({ tables }: Netfilter, requests: readonly Request[]): boolean {
  const touched = new Set(
    requests.flatMap((request) =>
      needsCheck(request) ? [tableKey(request.family, request.table)] : [],
    ),
  );
  return [...touched].some((key) => {
    const table = tables.get(key);
    return table !== undefined && checkTable(table) !== undefined;
  });
}

/** Carries requests out with a look at the table behind each. They have used up handles once already. Source: `nf_tables_validate`, which has the batch replayed. */
export function blame(netfilter: Netfilter, requests: readonly Request[]): Outcome {
  return applyAll(netfilter, requests, true);
}

function applyAll(start: Netfilter, requests: readonly Request[], check: boolean): Outcome {
  let netfilter = start;
  const refused: RefusedRequest[] = [];
  const deleted: Netfilter[] = [];
  for (const [place, request] of requests.entries()) {
    if (check && request.kind === 'new rule') {
      for (const one of blameBrought(netfilter, request)) refused.push({ ...one, place });
    }
    if (request.kind === 'delete table') deleted.push(netfilter);
    const answer = applyRequest(netfilter, request);
    if ('errno' in answer) {
      for (const one of refusalsOf(answer)) refused.push({ ...one, place });
      netfilter = behindRefused(netfilter, request, answer);
      continue;
    }
    ({ netfilter } = answer);
    const table = check && isChecked(request) ? findTable(netfilter, request) : undefined;
    const errno = table === undefined ? undefined : checkTable(table);
    if (errno !== undefined) refused.push({ errno, about: undefined, place });
  }
  if (refused.length === 0) return { netfilter, deleted };
  return { refused, spent: takenBack(start, netfilter, deleted) };
}

/** Where a table can't stay as it is, what a rule brings with it is refused first. Source: `nf_tables_newsetelem`. */
function blameBrought(
  netfilter: Netfilter,
  request: RequestOf<'new rule'>,
): readonly KernelRefusal[] {
  const table = findTable(netfilter, request);
  const errno = table === undefined ? undefined : checkTable(table);
  if (errno === undefined) return [];
  return broughtParts(request.rule).map((brought) => ({ errno, about: { brought } }));
}

/** Whether the table is looked at behind a request, once the kernel knows that it can't stay as it becomes. */
function isChecked(request: Request): request is Checked {
  return request.kind === 'new rule' || request.kind === 'new elements';
}

type Checked = Extract<Request, { readonly kind: 'new rule' | 'new elements' }>;

/** Whether a request can lead to a chain that it didn't lead to before, or put something where it can't stand. */
function needsCheck(request: Request): request is Checked {
  if (request.kind === 'new rule') return true;
  return (
    request.kind === 'new elements' &&
    request.elements.some(
      ({ data }) => data?.kind === 'verdict' && chainOf(data.verdict) !== undefined,
    )
  );
}
