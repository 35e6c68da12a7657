import type { Netfilter } from '../../../netfilter/netfilter.js';
import { findTable } from '../../../netfilter/nft/request/find.js';
import type { InTable } from '../../../netfilter/nft/request/request.js';
import type { NftSet } from '../../../netfilter/nft/set/nft-set.js';
import type { PlannedRequest } from './plan/planned.js';

/**
 * The requests whose outcome nft lists among them: all but those for elements, of which it lists only those that stand where their set is first declared. What it
 * lists of intervals that it has changed is nothing to go by: those are left in. Source: nft's `set_evaluate`, `elems_evaluate`.
 */
export function listedRequests(
  planned: readonly PlannedRequest[],
  start: Netfilter,
  end: Netfilter,
): readonly PlannedRequest[] {
  const declared = new Map<string, PlannedRequest['at']>();
  return planned.filter(({ request, at }) => {
    if (request.kind === 'new set') {
      const key = keyOf(request, request.set.name);
      if (!declared.has(key) && setOf(start, request, request.set.name) === undefined) {
        declared.set(key, at);
      }
      return true;
    }
    if (request.kind !== 'new elements' && request.kind !== 'delete elements') return true;
    const isInterval = setOf(end, request, request.set)?.elements.kind === 'intervals';
    return isInterval || declared.get(keyOf(request, request.set)) === at;
  });
}

function keyOf({ family, table }: InTable, name: string): string {
  return `${family} ${table} ${name}`;
}

function setOf(netfilter: Netfilter, table: InTable, name: string): NftSet | undefined {
  return findTable(netfilter, table)?.sets.get(name);
}
