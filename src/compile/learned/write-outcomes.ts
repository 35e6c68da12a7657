import { lookupTrie } from '../../lpm/lookup-trie.js';
import type { FlatTable } from '../flat-table.js';
import type { OutcomeColumns } from '../outcome-columns.js';
import type { PacketColumns } from '../packet-columns.js';
import { BLOCK, NUMBERS, PATHS } from './block.js';
import { FIRST_PATH, type LearnedPaths } from './learned-paths.js';
import { FLAG_BITS, HEAD, SOUGHT, UNUSUAL } from './path-rows.js';
import { writeColumn, type Places, type KnownPackets } from './write-columns.js';

const paths = PATHS;
const numbers = NUMBERS;
const all = Int32Array.from({ length: BLOCK }, (_, at) => at);
const learnedPlaces = new Int32Array(BLOCK);
const unusualPlaces = new Int32Array(BLOCK);
const soughtPlaces = new Int32Array(BLOCK);

/**
 * Writes what is not usual about the outcomes of the first packets of a block, of those whose path is learned, and counts them. What is
 * usual is there before: see write-columns.ts.
 *
 * @param areLearned - whether all of them are
 */
export function writeOutcomes(
  known: KnownPackets,
  learned: LearnedPaths,
  outcomes: OutcomeColumns,
  length: number,
  areLearned: boolean,
): void {
  const which = areLearned ? { places: all, count: length } : chooseLearned(length);
  const { usual, others } = learned.usual;
  for (const part of others) writeColumn(known, learned, outcomes, part, which);
  const { unusual, sought } = writeHeads(known, learned, outcomes, which);
  if (unusual > 0) {
    const exceptions = { places: unusualPlaces, count: unusual };
    for (const { part } of usual) writeColumn(known, learned, outcomes, part, exceptions);
  }
  if (sought > 0) seekRoutes(known, learned, outcomes, sought);
}

/** The packets whose path is learned. */
function chooseLearned(length: number): Places {
  let count = 0;
  for (let at = 0; at < length; at++) {
    if ((paths[at] ?? 0) >= FIRST_PATH) learnedPlaces[count++] = at;
  }
  return { places: learnedPlaces, count };
}

/** Writes gateways and routes, and counts; gives for how many packets more is to be written, and for how many the route is to be sought. */
function writeHeads(
  { packets, from }: KnownPackets,
  { heads, counts: pathCounts }: LearnedPaths,
  { gateway, route }: OutcomeColumns,
  { places, count }: Places,
): { readonly unusual: number; readonly sought: number } {
  const lengths = packets.length;
  const { counts, hit } = pathCounts;
  let { hits } = pathCounts;
  let unusual = 0;
  let sought = 0;
  for (let index = 0; index < count; index++) {
    const at = places[index] ?? 0;
    const own = from + at;
    const head = HEAD.words * (paths[at] ?? 0);
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
    unusualPlaces[unusual] = at;
    unusual += flags & UNUSUAL;
    soughtPlaces[sought] = at;
    sought += (flags & SOUGHT) >>> 1;
  }
  pathCounts.hits = hits;
  return { unusual, sought };
}

/** Adds to the routes what a lookup of their own gives. */
function seekRoutes(
  { packets, from }: KnownPackets,
  { tables }: LearnedPaths,
  { route }: OutcomeColumns,
  count: number,
): void {
  for (let index = 0; index < count; index++) {
    const at = soughtPlaces[index] ?? 0;
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
