import { assertNever } from '../../../assert-never.js';
import { onlyRange, rangesOf, type SetElement } from './element.js';
import { findAmong, lastBeginningBy } from './find-element.js';
import { cutInterval } from './intervals.js';
import type { NftSet, SetElements } from './nft-set.js';
import { pointKeyOf } from './point-key.js';
import type { ElementsAnswer } from './put-element.js';

/**
 * Takes elements out of a set; one that isn't there is ENOENT, or passed over when that is `ignored`. A set with `auto-merge` gives up parts of its intervals, any other
 * whole ones only. What a map has for the key plays no part. Source: `nft_del_setelem`, nft's `set_delete`.
 */
export function deleteElements(
  set: NftSet,
  removed: readonly SetElement[],
  ignored = false,
): ElementsAnswer {
  let { elements, catchAll } = set;
  for (const [place, element] of removed.entries()) {
    const isRest = element.key.kind === 'catch-all';
    const left = isRest ? undefined : takeOut(elements, element, set.autoMerge);
    if (isRest ? catchAll === undefined : left === undefined) {
      if (!ignored) return { errno: 'ENOENT', place };
    } else if (left === undefined) {
      catchAll = undefined;
    } else {
      elements = left;
    }
  }
  return { set: set.merge({ elements, catchAll }) };
}

/** A set without elements. */
export function emptied(set: NftSet): NftSet {
  return set.merge({ elements: nothingOf(set.elements), catchAll: undefined });
}

function nothingOf(elements: SetElements): SetElements {
  switch (elements.kind) {
    case 'points':
      return { kind: 'points', byKey: elements.byKey.clear() };
    case 'intervals':
      return { kind: 'intervals', sorted: [] };
    case 'boxes':
      return { kind: 'boxes', inserted: [] };
    default:
      return assertNever(elements);
  }
}

function takeOut(
  elements: SetElements,
  removed: SetElement,
  canCut: boolean,
): SetElements | undefined {
  switch (elements.kind) {
    case 'points': {
      const key = pointKeyOf(rangesOf(removed));
      if (!elements.byKey.has(key)) return undefined;
      return { kind: 'points', byKey: elements.byKey.delete(key) };
    }
    case 'intervals': {
      const place = lastBeginningBy(elements.sorted, onlyRange(removed).low);
      const sorted = cutInterval(elements.sorted, removed, place, canCut);
      return sorted === undefined ? undefined : { kind: 'intervals', sorted };
    }
    case 'boxes': {
      // Whatever has the beginning of what is asked for goes. Source: `nft_pipapo_deactivate`.
      const found = findAmong(
        elements,
        rangesOf(removed).map(({ low }) => low),
      );
      if (found === undefined) return undefined;
      return { kind: 'boxes', inserted: elements.inserted.filter((one) => one !== found) };
    }
    default:
      return assertNever(elements);
  }
}
