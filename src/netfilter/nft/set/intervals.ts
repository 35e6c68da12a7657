import { compareBigints } from './compare.js';
import { onlyRange, type SetElement } from './element.js';
import { sameRanges } from './key-part.js';

/** An element that a command adds, and one that was there; which of them is which decides what a mistake is about. */
export interface Interval {
  readonly element: SetElement;
  /** The place among those that the command adds; undefined when the set has it. */
  readonly added: number | undefined;
}

/** Two intervals of which one ends behind the beginning of the next. */
export interface Overlap {
  readonly earlier: Interval;
  readonly later: Interval;
}

/** What a set has and what a command adds, in ascending order; of those that begin at the same place those that the set has come first. */
export function spliceIntervals(
  present: readonly SetElement[],
  added: readonly SetElement[],
): readonly Interval[] {
  const incoming = added
    .map((element, place): Interval => ({ element, added: place }))
    .toSorted((a, b) => compareBigints(lowOf(a), lowOf(b)));
  const all: Interval[] = [];
  let next = 0;
  for (const element of present) {
    const { low } = onlyRange(element);
    for (let one = incoming[next]; one !== undefined && lowOf(one) < low; one = incoming[next]) {
      all.push(one);
      next++;
    }
    all.push({ element, added: undefined });
  }
  return [...all, ...incoming.slice(next)];
}

/** The first overlap of ascending intervals; the very same interval twice is none. Source: nft's `setelem_overlap`. */
export function findOverlap(intervals: readonly Interval[]): Overlap | undefined {
  let earlier: Interval | undefined;
  for (const later of intervals) {
    if (earlier !== undefined && !isSame(earlier, later) && lowOf(later) <= highOf(earlier)) {
      return { earlier, later };
    }
    earlier = later;
  }
  return undefined;
}

/**
 * Joins ascending intervals that overlap or touch. What an interval has besides, a comment or a timeout, is that of the earlier one, or of the added one if
 * the earlier one was in the set and is continued. Source: nft's `setelem_automerge`.
 */
export function joinIntervals(intervals: readonly Interval[]): readonly Interval[] {
  const joined: Interval[] = [];
  let earlier: Interval | undefined;
  for (const later of intervals) {
    if (earlier === undefined || lowOf(later) > highOf(earlier) + 1n) {
      joined.push(later);
      earlier = later;
    } else if (highOf(later) > highOf(earlier)) {
      const kept: Interval = earlier.added === undefined ? later : earlier;
      earlier = { ...kept, element: stretch(kept.element, lowOf(earlier), highOf(later)) };
      joined[joined.length - 1] = earlier;
    }
  }
  return joined;
}

/**
 * Takes an interval out of ascending ones: the very same one, or a part of one that is then cut. Undefined when there is none that has it.
 * Source: nft's `setelem_delete`, `setelem_adjust`.
 */
export function cutInterval(
  present: readonly SetElement[],
  removed: SetElement,
  place: number,
  canCut: boolean,
): readonly SetElement[] | undefined {
  const found = present[place];
  if (found === undefined) return undefined;
  const { low, high } = onlyRange(removed);
  const whole = onlyRange(found);
  const isWhole = sameRanges([whole], [{ low, high }]);
  if (!isWhole && (!canCut || low < whole.low || high > whole.high)) return undefined;
  const before = low > whole.low ? [stretch(found, whole.low, low - 1n)] : [];
  const after = high < whole.high ? [stretch(found, high + 1n, whole.high)] : [];
  return present.toSpliced(place, 1, ...before, ...after);
}

function stretch(element: SetElement, low: bigint, high: bigint): SetElement {
  return { ...element, key: { kind: 'ranges', ranges: [{ low, high }] } };
}

function isSame(a: Interval, b: Interval): boolean {
  return lowOf(a) === lowOf(b) && highOf(a) === highOf(b);
}

function lowOf({ element }: Interval): bigint {
  return onlyRange(element).low;
}

function highOf({ element }: Interval): bigint {
  return onlyRange(element).high;
}
