import { lookupTrie } from '../../lpm/lookup-trie.js';
import type { FlatTable } from '../flat-table.js';
import type { OutcomeColumns } from '../outcome-columns.js';
import type { PacketColumns } from '../packet-columns.js';
import { FIRST_PATH, type LearnedPaths } from './learned-paths.js';
import { FLAG_BITS, HEAD, SOUGHT, UNUSUAL } from './path-rows.js';
import { writeColumn, type Places, type ToldPackets } from './write-columns.js';

/** Writes what is not usual about the outcomes of packets whose paths are learned. What is usual is there before: see write-columns.ts. */
export class OutcomeWriter {
  readonly #all: Int32Array;
  readonly #learned: Int32Array;
  readonly #unusual: Int32Array;
  readonly #sought: Int32Array;

  /** @param length - the most packets at once */
  constructor(length: number) {
    this.#all = Int32Array.from({ length }, (_, at) => at);
    this.#learned = new Int32Array(length);
    this.#unusual = new Int32Array(length);
    this.#sought = new Int32Array(length);
  }

  /**
   * Writes the outcomes of the first packets, of those whose path is learned, and counts them.
   *
   * @param areLearned - whether all of them are
   */
  write(
    told: ToldPackets,
    learned: LearnedPaths,
    outcomes: OutcomeColumns,
    length: number,
    areLearned: boolean,
  ): void {
    const which = areLearned ? { places: this.#all, count: length } : this.#choose(told, length);
    const { usual, others } = learned.usual;
    for (const part of others) writeColumn(told, learned, outcomes, part, which);
    const { unusual, sought } = this.#writeHeads(told, learned, outcomes, which);
    if (unusual > 0) {
      const exceptions = { places: this.#unusual, count: unusual };
      for (const { part } of usual) writeColumn(told, learned, outcomes, part, exceptions);
    }
    if (sought > 0) seekRoutes(told, learned, outcomes, { places: this.#sought, count: sought });
  }

  /** The packets whose path is learned. */
  #choose({ paths }: ToldPackets, length: number): Places {
    const places = this.#learned;
    let count = 0;
    for (let at = 0; at < length; at++) {
      if ((paths[at] ?? 0) >= FIRST_PATH) places[count++] = at;
    }
    return { places, count };
  }

  /** Writes gateways and routes, and counts; gives for how many packets more is to be written, and for how many the route is to be sought. */
  #writeHeads(
    { packets, from, paths, numbers }: ToldPackets,
    { heads, counts: pathCounts }: LearnedPaths,
    { gateway, route }: OutcomeColumns,
    { places, count }: Places,
  ): { readonly unusual: number; readonly sought: number } {
    const lengths = packets.length;
    const { counts, hit } = pathCounts;
    let { hits } = pathCounts;
    const exceptions = this.#unusual;
    const soughtPlaces = this.#sought;
    let unusual = 0;
    let sought = 0;
    for (let index = 0; index < count; index++) {
      const at = places[index] ?? 0;
      const own = from + at;
      const path = paths[at] ?? 0;
      const head = HEAD.words * path;
      const flags = heads[head + HEAD.flags] ?? 0;
      const group = flags >>> FLAG_BITS;
      const before = counts[2 * group] ?? 0;
      if (before === 0) hit[hits++] = group;
      counts[2 * group] = before + 1;
      counts[2 * group + 1] = (counts[2 * group + 1] ?? 0) + (lengths[own] ?? 0);
      gateway[own] = heads[head + HEAD.gateway] ?? 0;
      route[own] =
        (heads[head + HEAD.route] ?? 0) + ((numbers[at] ?? 0) & (heads[head + HEAD.followed] ?? 0));
      // Written and passed over is cheaper than a branch that can't be foreseen.
      exceptions[unusual] = at;
      unusual += flags & UNUSUAL;
      soughtPlaces[sought] = at;
      sought += (flags & SOUGHT) >>> 1;
    }
    pathCounts.hits = hits;
    return { unusual, sought };
  }
}

/** Adds to the routes what a lookup of their own tells. */
function seekRoutes(
  { packets, from, paths }: ToldPackets,
  { tables }: LearnedPaths,
  { route }: OutcomeColumns,
  { places, count }: Places,
): void {
  for (let index = 0; index < count; index++) {
    const at = places[index] ?? 0;
    const table = tables[paths[at] ?? 0];
    if (table === undefined) continue;
    const own = from + at;
    route[own] = (route[own] ?? 0) + soughtPlace(packets, own, table);
  }
}

/** The place of the first route of the prefix that a packet's destination hits in a table. */
function soughtPlace({ family, dst }: PacketColumns, at: number, table: FlatTable): number {
  const prefix =
    family === 4
      ? lookupTrie(table.trie, dst[at] ?? 0)
      : lookupTrie(
          table.trie,
          dst[4 * at] ?? 0,
          dst[4 * at + 1] ?? 0,
          dst[4 * at + 2] ?? 0,
          dst[4 * at + 3] ?? 0,
        );
  return table.firstRoute?.[prefix] ?? prefix;
}
