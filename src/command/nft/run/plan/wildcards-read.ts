import { findTable } from '../../../../netfilter/nft/request/find.js';
import { onlyRange, type SetElement } from '../../../../netfilter/nft/set/element.js';
import { isText } from '../../../../netfilter/nft/set/key-part.js';
import type { NftSet } from '../../../../netfilter/nft/set/nft-set.js';
import { scalarParts } from '../../../../netfilter/nft/value-type.js';
import { inTable, type RunState, type TableSpec } from '../state.js';

/**
 * A set as nft has it from the kernel to look for overlaps: of a wildcard it knows the beginning alone, and leaves it to the kernel what else that covers. To
 * delete, it knows no wildcard at all.
 */
export function asRead(
  set: NftSet,
  spec: TableSpec,
  { start }: RunState,
): { readonly toAdd: NftSet; readonly toDelete: NftSet } {
  const { elements, keyType } = set;
  const same = { toAdd: set, toDelete: set };
  if (elements.kind !== 'intervals' || !scalarParts(keyType).some(isText)) return same;
  const before = findTable(start, inTable(spec))?.sets.get(set.name)?.elements;
  if (before?.kind !== 'intervals') return same;
  const read = new Set(before.sorted.filter(isWildcard));
  const withSorted = (sorted: readonly SetElement[]): NftSet =>
    set.set('elements', { kind: 'intervals', sorted });
  return {
    toAdd: withSorted(elements.sorted.map((one) => (read.has(one) ? beginningOf(one) : one))),
    toDelete: withSorted(elements.sorted.filter((one) => !read.has(one))),
  };
}

function isWildcard(element: SetElement): boolean {
  const { low, high } = onlyRange(element);
  return low !== high;
}

function beginningOf(element: SetElement): SetElement {
  const { low } = onlyRange(element);
  return { ...element, key: { kind: 'ranges', ranges: [{ low, high: low }] } };
}
