import type { FlatWalk } from '../flat-walk.js';
import type { LearnedPaths } from './learned-paths.js';

/** How often paths were hit since the counters were last moved on, by their numbers. */
export interface PathCounts {
  readonly packets: Float64Array;
  readonly bytes: Float64Array;
  /** Those that were hit. */
  readonly hit: number[];
}

/** Counts for so many paths, all 0. */
export function newCounts(paths: number): PathCounts {
  return { packets: new Float64Array(paths), bytes: new Float64Array(paths), hit: [] };
}

/** The same counts, with room for twice as many paths. */
export function doubleCounts({ packets, bytes, hit }: PathCounts): PathCounts {
  const larger = newCounts(2 * packets.length);
  larger.packets.set(packets);
  larger.bytes.set(bytes);
  return { ...larger, hit };
}

/** Moves the counters on for the paths that were hit. */
export function moveCounters(
  { packets, bytes, hit }: PathCounts,
  { facts }: LearnedPaths,
  output: FlatWalk,
  input: FlatWalk,
): void {
  for (const path of hit) {
    const walk = facts[path]?.isOutput === true ? output : input;
    for (const counter of facts[path]?.counters ?? []) {
      walk.packets[counter] = (walk.packets[counter] ?? 0) + (packets[path] ?? 0);
      walk.bytes[counter] = (walk.bytes[counter] ?? 0) + (bytes[path] ?? 0);
    }
    packets[path] = 0;
    bytes[path] = 0;
  }
  hit.length = 0;
}
