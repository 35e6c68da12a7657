/**
 * Which tests of a long run can hold for a packet at all: hundreds of rules cost little more than few.
 *
 * A run is a list of tests of which each leads to the next when it doesn't hold. Groups of its tests are distinguished by some bits of a
 * register, or by the interval in which a register lies; for each value there is the list of the tests that may hold, in order. The
 * first test from a position on is the first that some group lists, or the first that is in no group. Words in the heap:
 *
 * ```
 *   run      tests exit groups loose bodies, then each group; `loose`, `bodies`: where those begin
 *   loose    for each position, and for the end: the first test from there on that is in no group
 *   bodies   for each test, the place of its code
 *   group    0 register mask table shift     values of masked bits: a hash table
 *            1 register bounds count lists   intervals, by their lower bounds with the sign bit turned
 *   table    2^(32 - shift) times: value list; open addressing, list 0 where nothing is
 *   list     count, then positions in ascending order
 * ```
 */
import { tick } from '../bound.js';
import type { Field } from '../packet/field.js';
import type { Predicate } from '../predicate/predicate.js';
import { slotOf } from './slots.js';
import {
  fullInterval,
  neededIntervals,
  neededValues,
  type Interval,
  type MaskedKey,
} from './test-keys.js';
import type { WordWriter } from './word-writer.js';

/** Words of a run before its groups. */
export const RUN_WORDS = 5;
/** Words of a group. */
export const GROUP_WORDS = 5;
/** Spreads values over a hash table: 2^32 divided by the golden ratio. */
export const SPREAD = 0x9e3779b1 | 0;
/** Turns the sign bit, so that signed comparison orders unsigned words. */
export const SIGN = 0x80000000 | 0;

/** Runs shorter than this are walked. */
export const RUN_MIN = 8;
/** A group is worth its look-up when it spares so many tests. */
const SPARED_MIN = 5;
const GROUPS_MAX = 8;
/** Intervals that overlap so much that their lists take more words than this per test stay out. */
const LIST_WORDS_PER_TEST = 24;

/** Tests that some values of a key, or some intervals of a register, lead to. */
interface Group {
  readonly tests: readonly number[];
  /** How many tests a packet is spared. */
  readonly spared: number;
  write(heap: WordWriter): readonly number[];
}

/** Finds groups for a run of tests; undefined when it's as well walked. */
export function groupTests(tests: readonly Predicate[]): readonly Group[] | undefined {
  if (tests.length < RUN_MIN) return undefined;
  const values = tests.map(neededValues);
  const intervals = tests.map(neededIntervals);
  const groups: Group[] = [];
  let left = [...tests.keys()];
  while (groups.length < GROUPS_MAX) {
    const found = [...valueGroups(values, left), ...intervalGroups(intervals, left)];
    const best = found.reduce<Group | undefined>(
      (chosen, group) => (group.spared > (chosen?.spared ?? SPARED_MIN - 1) ? group : chosen),
      undefined,
    );
    if (best === undefined) break;
    groups.push(best);
    const taken = new Set(best.tests);
    left = left.filter((test) => !taken.has(test));
  }
  return groups.length > 0 ? groups : undefined;
}

/** Writes the run; its exit and bodies are put in later. */
export function writeRun(heap: WordWriter, count: number, groups: readonly Group[]): number {
  const headers = groups.map((group) => group.write(heap));
  const grouped = new Set(groups.flatMap(({ tests }) => tests));
  const loose = new Int32Array(count + 1).fill(count);
  for (let test = count - 1; test >= 0; test--) {
    loose[test] = grouped.has(test) ? (loose[test + 1] ?? count) : test;
  }
  const looseAt = heap.addAll(loose);
  const bodiesAt = heap.addAll(new Int32Array(count));
  return heap.add(count, 0, groups.length, looseAt, bodiesAt, ...headers.flat());
}

function valueGroups(
  needs: readonly ReturnType<typeof neededValues>[],
  left: readonly number[],
): readonly Group[] {
  const found = new Map<
    string,
    { readonly key: MaskedKey; readonly lists: Map<number, number[]> }
  >();
  for (const test of left) {
    tick();
    for (const [text, { field, mask, values }] of needs[test] ?? []) {
      const group = found.get(text) ?? { key: { field, mask }, lists: new Map<number, number[]>() };
      found.set(text, group);
      for (const value of values) {
        const list = group.lists.get(value);
        if (list === undefined) group.lists.set(value, [test]);
        else list.push(test);
      }
    }
  }
  return [...found.values()].map(({ key, lists }) => {
    const all = [...lists.values()];
    const tests = [...new Set(all.flat())];
    return {
      tests,
      spared: tests.length - meanLength(all),
      write: (heap) => writeValues(heap, key, lists),
    };
  });
}

/** Packets fall on the values that many tests ask for more often. */
function meanLength(lists: readonly (readonly number[])[]): number {
  const total = lists.reduce((sum, { length }) => sum + length, 0);
  const squares = lists.reduce((sum, { length }) => sum + length * length, 0);
  return total === 0 ? 0 : squares / total;
}

function writeValues(
  heap: WordWriter,
  { field, mask }: MaskedKey,
  lists: ReadonlyMap<number, readonly number[]>,
): readonly number[] {
  const bits = Math.max(1, 32 - Math.clz32(2 * lists.size - 1));
  const shift = 32 - bits;
  const table = new Int32Array(2 << bits);
  const last = (1 << bits) - 1;
  for (const [value, list] of lists) {
    tick();
    let slot = Math.imul(value, SPREAD) >>> shift;
    while (table[2 * slot + 1] !== 0) slot = (slot + 1) & last;
    table[2 * slot] = value;
    table[2 * slot + 1] = writeList(heap, list);
  }
  return [0, slotOf(field), mask, heap.addAll(table), shift];
}

function writeList(heap: WordWriter, list: readonly number[]): number {
  return list.length === 0 ? 0 : heap.addAll([list.length, ...list]);
}

function intervalGroups(
  needs: readonly ReturnType<typeof neededIntervals>[],
  left: readonly number[],
): readonly Group[] {
  const found = new Map<Field, { readonly test: number; readonly interval: Interval }[]>();
  for (const test of left) {
    tick();
    for (const [field, intervals] of needs[test] ?? []) {
      const group = found.get(field) ?? [];
      found.set(field, group);
      for (const interval of intervals) group.push({ test, interval });
    }
  }
  return [...found].flatMap(([field, entries]) => intervalGroup(field, entries) ?? []);
}

function intervalGroup(
  field: Field,
  entries: readonly { readonly test: number; readonly interval: Interval }[],
): Group | undefined {
  const bounds = new Set([fullInterval(field)[0]]);
  for (const { interval } of entries) {
    bounds.add(interval[0]);
    bounds.add(interval[1] + 1);
  }
  const sorted = Float64Array.from(bounds).toSorted();
  const place = new Map([...sorted].map((bound, index) => [bound, index] as const));
  const lists = Array.from(sorted, (): number[] => []);
  let words = 0;
  for (const { test, interval } of entries) {
    const end = place.get(interval[1] + 1) ?? sorted.length;
    for (let at = place.get(interval[0]) ?? 0; at < end; at++) {
      const list = lists[at];
      tick();
      if (list === undefined || list.at(-1) === test) continue;
      list.push(test);
      words++;
    }
    if (words > LIST_WORDS_PER_TEST * entries.length) return undefined;
  }
  const tests = [...new Set(entries.map(({ test }) => test))];
  return {
    tests,
    // A search costs more than a hash: between equals it comes second.
    spared: tests.length - meanLength(lists) - 1,
    write: (heap) => {
      // A bound of 2^32 is above every value.
      const used = sorted.filter((bound) => bound <= 0xffffffff);
      const boundsAt = heap.addAll(used.map((bound) => (bound | 0) ^ SIGN));
      const places = [...used.keys()].map((at) => writeList(heap, lists[at] ?? []));
      return [1, slotOf(field), boundsAt, used.length, heap.addAll(places)];
    },
  };
}
