import type { FlatWalk } from '../flat-walk.js';
import type { LearnedPaths } from './learned-paths.js';

/** How often paths were hit since the counters were last moved on. */
export interface PathCounts {
  /** Packets and bytes of each path by its number, side by side. */
  readonly counts: Float64Array;
  /** Those that were hit. */
  readonly hit: number[];
}

/** Counts for so many paths, all 0. */
export function newCounts(paths: number): PathCounts {
  return { counts: new Float64Array(2 * paths), hit: [] };
}

/** The same counts, with room for twice as many paths. */
export function doubleCounts({ counts, hit }: PathCounts): PathCounts {
  const larger = newCounts(counts.length);
  larger.counts.set(counts);
  return { ...larger, hit };
}

/** Moves the counters on for the paths that were hit. */
export function moveCounters(
  { counts, hit }: PathCounts,
  { facts }: LearnedPaths,
  output: FlatWalk,
  input: FlatWalk,
): void {
  for (const path of hit) {
    const walk = facts[path]?.isOutput === true ? output : input;
    for (const counter of facts[path]?.counters ?? []) {
      walk.packets[counter] = (walk.packets[counter] ?? 0) + (counts[2 * path] ?? 0);
      walk.bytes[counter] = (walk.bytes[counter] ?? 0) + (counts[2 * path + 1] ?? 0);
    }
    counts[2 * path] = 0;
    counts[2 * path + 1] = 0;
  }
  hit.length = 0;
}
