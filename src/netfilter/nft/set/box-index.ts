import { compareBigints } from './compare.js';
import { rangesOf, type SetElement } from './element.js';
import { holds, isPoint } from './key-part.js';

/**
 * Finds the first of many elements, each a range in each part of the key, that holds a key.
 *
 * Elements are sorted into groups by which of their parts are one value, and in a group by these values: a key asks each group once. The elements that are
 * left have ranges in the same parts. Among them the range of the first such part decides by halves: they're sorted by where it begins, and each knows how
 * far those before it reach.
 */
export interface BoxIndex {
  readonly groups: readonly Group[];
}

interface Group {
  /** The parts that are one value. */
  readonly points: readonly number[];
  /** The first part that is a range; undefined when all parts are one value. */
  readonly ranged: number | undefined;
  readonly byPoints: Map<string, Bucket>;
}

interface Bucket {
  /** In ascending order of where their first range begins. */
  readonly sorted: readonly Box[];
  /** By place: how far the ranges of those up to it reach. */
  readonly reach: readonly bigint[];
}

const indexes = new WeakMap<readonly SetElement[], BoxIndex>();

/** The index of elements, made when first asked for. */
export function boxIndexOf(elements: readonly SetElement[]): BoxIndex {
  const known = indexes.get(elements);
  if (known !== undefined) return known;
  const made = makeBoxIndex(elements);
  indexes.set(elements, made);
  return made;
}

/** An element and its place among those that the index was made of. */
export interface Box {
  readonly element: SetElement;
  readonly order: number;
}

/** The first element that holds a key. */
export function findBox(index: BoxIndex, key: readonly bigint[]): Box | undefined {
  let found: Box | undefined;
  for (const { points, ranged, byPoints } of index.groups) {
    const bucket = byPoints.get(points.map((part) => key[part]?.toString(36)).join('.'));
    if (bucket !== undefined) found = earlier(found, findIn(bucket, ranged, key));
  }
  return found;
}

function findIn(
  { sorted, reach }: Bucket,
  ranged: number | undefined,
  key: readonly bigint[],
): Box | undefined {
  const value = ranged === undefined ? undefined : key[ranged];
  if (ranged === undefined || value === undefined) return sorted[0];
  let found: Box | undefined;
  for (let at = lastBeginning(sorted, ranged, value); at >= 0; at--) {
    const box = sorted[at];
    if (box === undefined || (reach[at] ?? 0n) < value) break;
    if (rangesOf(box.element).every((range, part) => holds(range, key[part]))) {
      found = earlier(found, box);
    }
  }
  return found;
}

function earlier(a: Box | undefined, b: Box | undefined): Box | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a.order < b.order ? a : b;
}

function makeBoxIndex(elements: readonly SetElement[]): BoxIndex {
  const groups = new Map<string, { points: number[]; boxes: Map<string, Box[]> }>();
  elements.forEach((element, order) => {
    const ranges = rangesOf(element);
    const points = ranges.flatMap((range, part) => (isPoint(range) ? [part] : []));
    const group = groups.get(points.join()) ?? { points, boxes: new Map<string, Box[]>() };
    groups.set(points.join(), group);
    const text = points.map((part) => ranges[part]?.low.toString(36)).join('.');
    const boxes = group.boxes.get(text) ?? [];
    group.boxes.set(text, boxes);
    boxes.push({ element, order });
  });
  return { groups: [...groups.values()].map(makeGroup) };
}

function makeGroup({ points, boxes }: { points: number[]; boxes: Map<string, Box[]> }): Group {
  const ranged = firstBeside(points, boxes);
  const buckets = [...boxes].map(([text, ones]) => [text, makeBucket(ones, ranged)] as const);
  return { points, ranged, byPoints: new Map(buckets) };
}

function firstBeside(points: number[], boxes: Map<string, Box[]>): number | undefined {
  const [some] = boxes.values();
  const parts = some?.[0] === undefined ? 0 : rangesOf(some[0].element).length;
  for (let part = 0; part < parts; part++) if (!points.includes(part)) return part;
  return undefined;
}

function makeBucket(boxes: readonly Box[], ranged: number | undefined): Bucket {
  const sorted = boxes.toSorted((a, b) => compareBigints(begins(a, ranged), begins(b, ranged)));
  let furthest = 0n;
  const reach = sorted.map(({ element }) => {
    const high = ranged === undefined ? undefined : rangesOf(element)[ranged]?.high;
    if (high !== undefined && high > furthest) furthest = high;
    return furthest;
  });
  return { sorted, reach };
}

function lastBeginning(sorted: readonly Box[], ranged: number, value: bigint): number {
  let from = 0;
  let to = sorted.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    const box = sorted[middle];
    if (box !== undefined && begins(box, ranged) <= value) from = middle + 1;
    else to = middle;
  }
  return from - 1;
}

function begins({ element }: Box, ranged: number | undefined): bigint {
  return ranged === undefined ? 0n : (rangesOf(element)[ranged]?.low ?? 0n);
}
