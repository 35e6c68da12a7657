import type { Netfilter } from '../../../netfilter/netfilter.js';
import { objectKey } from '../../../netfilter/nft/object/nft-object.js';
import { carryOut } from '../../../netfilter/nft/request/apply-request.js';
import { withNewChain } from '../../../netfilter/nft/request/chain-requests.js';
import { findTable, isNamed, putTable } from '../../../netfilter/nft/request/find.js';
import type { Named, Request } from '../../../netfilter/nft/request/request.js';
import { withNewRule } from '../../../netfilter/nft/request/rule-requests.js';
import { withSet } from '../../../netfilter/nft/request/set-requests.js';

/**
 * Netfilter as nft knows it behind a request: it has not asked the kernel yet, and takes it that nothing is refused. What goes by its handle, or with
 * `flush ruleset`, stays known, and so do rules; a chain goes whole, though only devices are to be taken from it. Source: nft's `set_cache_add`, `set_cache_del` and their like in
 * `cmd_evaluate_add`, `cmd_evaluate_delete`, `cmd_evaluate_flush`.
 */
export function assumed(netfilter: Netfilter, request: Request): Netfilter {
  if (request.kind === 'delete rule') return netfilter;
  const deleted = deletedBy(request);
  if (deleted !== undefined && (deleted === 'all' || !('name' in deleted))) return netfilter;
  const known = request.kind === 'delete chain' ? { ...request, devices: undefined } : request;
  const answer = carryOut(netfilter, known);
  return 'errno' in answer ? forced(netfilter, known) : answer.netfilter;
}

/** What a request deletes besides rules and elements; undefined when it deletes nothing of that. */
function deletedBy(request: Request): Named | 'all' | undefined {
  switch (request.kind) {
    case 'delete table':
      return request.table ?? 'all';
    case 'delete chain':
      return request.chain;
    case 'delete set':
      return request.set;
    case 'delete object':
      return request.named;
    case 'delete flowtable':
      return request.flowtable;
    default:
      return undefined;
  }
}

function forced(netfilter: Netfilter, request: Request): Netfilter {
  if (!('table' in request) || typeof request.table !== 'string') return netfilter;
  const { family, table: name } = request;
  const table = family === undefined ? undefined : findTable(netfilter, { family, table: name });
  if (table === undefined) return netfilter;
  switch (request.kind) {
    case 'new rule': {
      const chain = table.chains.get(request.chain);
      return chain === undefined ? netfilter : withNewRule(netfilter, table, chain, request);
    }
    case 'new chain':
      return table.chains.has(request.chain) ? netfilter : withNewChain(netfilter, table, request);
    case 'new set':
      return table.sets.has(request.set.name)
        ? netfilter
        : putTable(netfilter, withSet(table, request.set));
    case 'delete set': {
      const { set: named } = request;
      return putTable(
        netfilter,
        table.merge({ sets: table.sets.filterNot((one) => isNamed(one, named)) }),
      );
    }
    case 'delete chain': {
      const { chain: named } = request;
      return putTable(
        netfilter,
        table.merge({ chains: table.chains.filterNot((one) => isNamed(one, named)) }),
      );
    }
    case 'delete object': {
      const { object: kind, named } = request;
      const found = table.objects.find((one) => one.data.kind === kind && isNamed(one, named));
      if (found === undefined) return netfilter;
      return putTable(
        netfilter,
        table.merge({ objects: table.objects.delete(objectKey(kind, found.name)) }),
      );
    }
    default:
      return netfilter;
  }
}
