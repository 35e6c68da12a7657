import { assertNever } from '../../../assert-never.js';
import { boxIndexOf, findBox } from './box-index.js';
import { onlyRange, rangesOf, type SetElement } from './element.js';
import { holds } from './key-part.js';
import type { NftSet, SetElements } from './nft-set.js';
import { pointKey } from './point-key.js';

/** The key that an element for one key stands for. */
export function pointsOf(element: SetElement): readonly bigint[] {
  return rangesOf(element).map(({ low }) => low);
}

/** The element of a set in which a key is; the one that stands for the rest if there is no other. Source: `nft_lookup_eval`, `nft_set_catchall_lookup`. */
export function findElement(
  { elements, catchAll }: Pick<NftSet, 'elements' | 'catchAll'>,
  key: readonly bigint[],
): SetElement | undefined {
  return findAmong(elements, key) ?? catchAll;
}

/** The element in which a key is, but for the one that stands for the rest. */
export function findAmong(elements: SetElements, key: readonly bigint[]): SetElement | undefined {
  switch (elements.kind) {
    case 'points':
      return elements.byKey.get(pointKey(key));
    case 'intervals': {
      const [value] = key;
      if (value === undefined) return undefined;
      const found = elements.sorted[lastBeginningBy(elements.sorted, value)];
      return found !== undefined && holds(onlyRange(found), value) ? found : undefined;
    }
    case 'boxes':
      return findBox(boxIndexOf(elements.inserted), key)?.element;
    default:
      return assertNever(elements);
  }
}

/** The same as `findElement`, by a look at every element: what it is held against. */
export function findElementSlowly(
  set: Pick<NftSet, 'elements' | 'catchAll'>,
  key: readonly bigint[],
): SetElement | undefined {
  return (
    [...eachElement(set.elements)].find((element) =>
      rangesOf(element).every((range, at) => holds(range, key[at])),
    ) ?? set.catchAll
  );
}

/** The elements of a set in no particular order, but for the one that stands for the rest. */
export function eachElement(elements: SetElements): Iterable<SetElement> {
  switch (elements.kind) {
    case 'points':
      return elements.byKey.values();
    case 'intervals':
      return elements.sorted;
    case 'boxes':
      return elements.inserted;
    default:
      return assertNever(elements);
  }
}

/** The elements of a set in no particular order, the one for the rest among them. */
export function elementsOf({
  elements,
  catchAll,
}: Pick<NftSet, 'elements' | 'catchAll'>): readonly SetElement[] {
  return catchAll === undefined ? [...eachElement(elements)] : [...eachElement(elements), catchAll];
}

/** The place of the last of ascending elements that begins at or before a value; -1 when all begin behind it. */
export function lastBeginningBy(sorted: readonly SetElement[], value: bigint): number {
  let from = 0;
  let to = sorted.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    const element = sorted[middle];
    if (element !== undefined && onlyRange(element).low <= value) from = middle + 1;
    else to = middle;
  }
  return from - 1;
}
