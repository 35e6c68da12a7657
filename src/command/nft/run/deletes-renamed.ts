import type { Request } from '../../../netfilter/nft/request/request.js';

/** Whether requests delete a chain, alone or with its table, behind one that renames it: nft crashes before it asks the kernel for anything. */
export function deletesRenamed(requests: readonly Request[]): boolean {
  return requests.some(
    (request, place) =>
      (request.kind === 'delete chain' || request.kind === 'delete table') &&
      requests.slice(0, place).some((earlier) => isRenamedIn(earlier, request)),
  );
}

type Deletion = Extract<Request, { readonly kind: 'delete chain' | 'delete table' }>;

function isRenamedIn(earlier: Request, deletion: Deletion): boolean {
  if (earlier.kind !== 'rename chain' || earlier.family !== deletion.family) return false;
  if (deletion.kind === 'delete table') {
    const { table } = deletion;
    return table !== undefined && 'name' in table && table.name === earlier.table;
  }
  const { chain, table } = deletion;
  return earlier.table === table && 'name' in chain && chain.name === earlier.chain;
}
