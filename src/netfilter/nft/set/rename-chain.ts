import { assertNever } from '../../../assert-never.js';
import type { SetElement } from './element.js';
import type { NftSet, SetElements } from './nft-set.js';

/** A set whose elements lead to a chain by its new name. */
export function withElementsRenamed(set: NftSet, from: string, to: string): NftSet {
  if (set.data?.kind !== 'verdict') return set;
  const renamed = (element: SetElement): SetElement => {
    const { data } = element;
    if (data?.kind !== 'verdict') return element;
    const { verdict } = data;
    if (!('chain' in verdict) || verdict.chain !== from) return element;
    return { ...element, data: { kind: 'verdict', verdict: { ...verdict, chain: to } } };
  };
  const { catchAll } = set;
  return set.merge({
    elements: mapElements(set.elements, renamed),
    catchAll: catchAll === undefined ? undefined : renamed(catchAll),
  });
}

/** Elements of which each is what it is made to, under the same key. */
export function mapElements(
  elements: SetElements,
  change: (element: SetElement) => SetElement,
): SetElements {
  switch (elements.kind) {
    case 'points':
      return { kind: 'points', byKey: elements.byKey.map(change) };
    case 'intervals':
      return { kind: 'intervals', sorted: elements.sorted.map(change) };
    case 'boxes':
      return { kind: 'boxes', inserted: elements.inserted.map(change) };
    default:
      return assertNever(elements);
  }
}
