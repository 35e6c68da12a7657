import { assertNever } from '../../../assert-never.js';
import { addBoxes } from './add-boxes.js';
import { sameData, type SetElement } from './element.js';
import { findOverlap, joinIntervals, spliceIntervals } from './intervals.js';
import { isMap, type NftSet } from './nft-set.js';
import { pointKeyOf } from './point-key.js';
import { isFull, renewed, type ElementsAnswer, type Placed } from './put-element.js';

/**
 * Puts elements into a set as the kernel does. One that is there already is accepted if a map has the same for it, and unless `exclusive` asks for new ones only.
 * Intervals of a set with `auto-merge` are joined; others must not overlap. Source: `nft_add_set_elem`, `nft_rbtree_insert`, `nft_pipapo_insert`.
 */
export function addElements(
  set: NftSet,
  added: readonly SetElement[],
  exclusive = false,
): ElementsAnswer {
  const answer = addRanges(set, added, exclusive);
  if ('errno' in answer) return answer;
  return addCatchAlls(answer.set, placedOf(added, 'catch-all'), exclusive);
}

/** The elements of a kind with their places among all. */
function placedOf(all: readonly SetElement[], kind: SetElement['key']['kind']): readonly Placed[] {
  const found: Placed[] = [];
  let place = 0;
  for (const element of all) {
    if (element.key.kind === kind) found.push({ element, place });
    place += 1;
  }
  return found;
}

function addRanges(set: NftSet, all: readonly SetElement[], exclusive: boolean): ElementsAnswer {
  const { elements } = set;
  if (elements.kind === 'points') return addPoints(set, elements.byKey, all, exclusive);
  const added = placedOf(all, 'ranges');
  if (added.length === 0) return { set };
  switch (elements.kind) {
    case 'intervals':
      return set.autoMerge && !isMap(set)
        ? addJoined(set, elements.sorted, added)
        : addIntervals(set, elements.sorted, added, exclusive);
    case 'boxes':
      return addBoxes(set, elements.inserted, added, exclusive);
    default:
      return assertNever(elements);
  }
}

function addCatchAlls(set: NftSet, added: readonly Placed[], exclusive: boolean): ElementsAnswer {
  let { catchAll } = set;
  for (const { element, place } of added) {
    if (catchAll !== undefined && (exclusive || !sameData(catchAll, element))) {
      return { errno: 'EEXIST', place };
    }
    catchAll = renewed(catchAll, element);
  }
  return { set: set.merge({ catchAll }) };
}

function addPoints(
  set: NftSet,
  present: Extract<NftSet['elements'], { kind: 'points' }>['byKey'],
  all: readonly SetElement[],
  exclusive: boolean,
): ElementsAnswer {
  const byKey = present.asMutable();
  const { size } = set;
  for (let place = 0; place < all.length; place++) {
    const element = all[place];
    if (element?.key.kind !== 'ranges') continue;
    const key = pointKeyOf(element.key.ranges);
    const known = byKey.get(key);
    if (known !== undefined && (exclusive || !sameData(known, element))) {
      return { errno: 'EEXIST', place };
    }
    if (known === undefined && isFull({ size }, byKey.size)) return { errno: 'ENFILE', place };
    byKey.set(key, renewed(known, element));
  }
  if (!byKey.wasAltered()) return { set };
  return { set: set.set('elements', { kind: 'points', byKey: byKey.asImmutable() }) };
}

function addJoined(
  set: NftSet,
  present: readonly SetElement[],
  added: readonly Placed[],
): ElementsAnswer {
  const all = spliceIntervals(
    present,
    added.map(({ element }) => element),
  );
  const sorted = joinIntervals(all).map(({ element }) => element);
  const [first] = added;
  if (first !== undefined && isFull(set, sorted.length - 1)) {
    return { errno: 'ENFILE', place: first.place };
  }
  return { set: set.set('elements', { kind: 'intervals', sorted }) };
}

function addIntervals(
  set: NftSet,
  present: readonly SetElement[],
  added: readonly Placed[],
  exclusive: boolean,
): ElementsAnswer {
  const all = spliceIntervals(
    present,
    added.map(({ element }) => element),
  );
  const refuse = (errno: 'EEXIST' | 'ENFILE', at: number | undefined): ElementsAnswer => ({
    errno,
    place: added[at ?? 0]?.place ?? 0,
  });
  const overlap = findOverlap(all);
  if (overlap !== undefined) {
    const { earlier, later } = overlap;
    return refuse('EEXIST', later.added ?? earlier.added);
  }
  const sorted: SetElement[] = [];
  let low: bigint | undefined;
  for (const { element, added: at } of all) {
    const begins = element.key.kind === 'ranges' ? element.key.ranges[0]?.low : undefined;
    const known = low === begins ? sorted.at(-1) : undefined;
    if (known !== undefined && (exclusive || !sameData(known, element))) {
      return refuse('EEXIST', at);
    }
    if (known !== undefined) sorted.pop();
    else if (isFull(set, sorted.length)) return refuse('ENFILE', at);
    sorted.push(renewed(known, element));
    low = begins;
  }
  return { set: set.set('elements', { kind: 'intervals', sorted }) };
}
