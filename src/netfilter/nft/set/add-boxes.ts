import { boxIndexOf, findBox } from './box-index.js';
import { rangesOf, sameData, sameKey, type SetElement } from './element.js';
import type { NftSet } from './nft-set.js';
import { isFull, renewed, type ElementsAnswer, type Placed } from './put-element.js';

/**
 * Puts elements with a range in each part of the key into a set. One must not begin nor end in another that came before it: the kernel looks no closer, so
 * that two may cross. Source: `nft_pipapo_insert`.
 */
export function addBoxes(
  set: NftSet,
  present: readonly SetElement[],
  added: readonly Placed[],
  exclusive: boolean,
): ElementsAnswer {
  const all = [...present, ...added.map(({ element }) => element)];
  const index = boxIndexOf(all);
  const again = new Set<number>();
  const changed = new Map<number, SetElement>();
  let count = present.length;
  for (const [at, { element, place }] of added.entries()) {
    const order = present.length + at;
    const begins = findBox(
      index,
      rangesOf(element).map(({ low }) => low),
    );
    const ends = findBox(
      index,
      rangesOf(element).map(({ high }) => high),
    );
    const known = [begins, ends].find((box) => box !== undefined && box.order < order);
    if (known === undefined) {
      if (isFull(set, count)) return { errno: 'ENFILE', place };
      count++;
    } else {
      const isSame = sameKey(known.element, element) && sameData(known.element, element);
      if (exclusive || !isSame) return { errno: 'EEXIST', place };
      again.add(order);
      changed.set(known.order, renewed(changed.get(known.order) ?? known.element, element));
    }
  }
  const inserted = all.flatMap((element, order) =>
    again.has(order) ? [] : [changed.get(order) ?? element],
  );
  return { set: set.set('elements', { kind: 'boxes', inserted }) };
}
