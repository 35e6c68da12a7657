import { lookupTrie } from '../../lpm/lookup-trie.js';
import type { FlatTable } from '../flat-table.js';
import type { OutcomeColumns } from '../outcome-columns.js';
import type { PacketColumns } from '../packet-columns.js';
import { FIRST_PATH, PLACE, ROUTE_BY, type LearnedPaths } from './learned-paths.js';
import type { PathCounts } from './path-counts.js';

/** Packets of a batch whose paths are known. */
export interface ToldPackets {
  readonly packets: PacketColumns;
  readonly from: number;
  readonly length: number;
  /** The number of the path of each. */
  readonly paths: Int32Array;
  /** What each one's destination has hit. */
  readonly numbers: Int32Array;
  /** By those numbers, the place of the prefix in the followed table. */
  readonly followed: Int32Array;
}

/** Copies the fields that no path changes. Before all else: walked packets write over it. */
export function copyUnchanged(
  { packets, from, length }: ToldPackets,
  { unchanged }: LearnedPaths,
  outcomes: OutcomeColumns,
): void {
  const words = packets.family === 4 ? 1 : 4;
  for (const field of unchanged) {
    const scale = field === 'src' || field === 'dst' ? words : 1;
    const own = packets[field].subarray(scale * from, scale * (from + length));
    outcomes[field].set(own, scale * from);
  }
}

/**
 * Writes the outcomes of the first packets whose path is learned, but for addresses, and counts them.
 *
 * All columns in one loop: each loop of its own costs as much again as two columns.
 */
export function writeOutcomes(
  told: ToldPackets,
  { rows, stride, facts, unchanged }: LearnedPaths,
  outcomes: OutcomeColumns,
  counts: PathCounts,
  length: number,
): void {
  const { packets, from, paths, numbers, followed } = told;
  const { fate, dev, gateway, rule, routeType, route, mark, sport, dport, tos, ttl } = outcomes;
  const { packets: hits, bytes, hit } = counts;
  const ownMark = packets.mark;
  const ownSport = packets.sport;
  const ownDport = packets.dport;
  const ownTos = packets.tos;
  const ownTtl = packets.ttl;
  const lengths = packets.length;
  const changesMark = !unchanged.has('mark');
  const changesSport = !unchanged.has('sport');
  const changesDport = !unchanged.has('dport');
  const changesTos = !unchanged.has('tos');
  const changesTtl = !unchanged.has('ttl');
  for (let at = 0; at < length; at++) {
    const path = paths[at] ?? 0;
    if (path < FIRST_PATH) continue;
    const before = hits[path] ?? 0;
    if (before === 0) hit.push(path);
    hits[path] = before + 1;
    const own = from + at;
    bytes[path] = (bytes[path] ?? 0) + (lengths[own] ?? 0);
    const row = Math.imul(path, stride);
    fate[own] = rows[row] ?? 0;
    dev[own] = rows[row + PLACE.dev] ?? 0;
    gateway[own] = rows[row + PLACE.gateway] ?? 0;
    rule[own] = rows[row + PLACE.rule] ?? 0;
    routeType[own] = rows[row + PLACE.routeType] ?? 0;
    const base = rows[row + PLACE.route] ?? 0;
    const by = rows[row + PLACE.routeBy] ?? 0;
    if (by === ROUTE_BY.followed) route[own] = base + (followed[numbers[at] ?? 0] ?? 0);
    else if (by === ROUTE_BY.itself) route[own] = base;
    else route[own] = base + soughtPlace(packets, own, facts[path]?.table);
    if (changesMark) {
      mark[own] =
        ((ownMark[own] ?? 0) & (rows[row + PLACE.mark] ?? 0)) ^ (rows[row + PLACE.mark + 1] ?? 0);
    }
    if (changesTos) {
      tos[own] =
        ((ownTos[own] ?? 0) & (rows[row + PLACE.tos] ?? 0)) ^ (rows[row + PLACE.tos + 1] ?? 0);
    }
    if (changesSport) {
      sport[own] =
        ((ownSport[own] ?? 0) & (rows[row + PLACE.sport] ?? 0)) ^
        (rows[row + PLACE.sport + 1] ?? 0);
    }
    if (changesDport) {
      dport[own] =
        ((ownDport[own] ?? 0) & (rows[row + PLACE.dport] ?? 0)) ^
        (rows[row + PLACE.dport + 1] ?? 0);
    }
    if (changesTtl) {
      const kept =
        ((ownTtl[own] ?? 0) & (rows[row + PLACE.ttl] ?? 0)) ^ (rows[row + PLACE.ttl + 1] ?? 0);
      ttl[own] = Math.min(Math.max(kept + (rows[row + PLACE.ttlBy] ?? 0), 0), 255);
    }
  }
}

/** Writes the addresses that some path changes. */
export function writeAddresses(
  { packets, from, paths }: ToldPackets,
  { rows, stride, unchanged, dst }: LearnedPaths,
  outcomes: OutcomeColumns,
  length: number,
): void {
  const words = packets.family === 4 ? 1 : 4;
  for (const side of ['src', 'dst'] as const) {
    if (unchanged.has(side)) continue;
    const field = packets[side];
    const out = outcomes[side];
    for (let word = 0; word < words; word++) {
      const place = (side === 'src' ? PLACE.src : dst) + 2 * word;
      let own = words * from + word;
      for (let at = 0; at < length; at++, own += words) {
        const path = paths[at] ?? 0;
        if (path < FIRST_PATH) continue;
        const row = Math.imul(path, stride) + place;
        out[own] = ((field[own] ?? 0) & (rows[row] ?? 0)) ^ (rows[row + 1] ?? 0);
      }
    }
  }
}

/** The place of the first route of the prefix that a packet's destination hits in a table. */
function soughtPlace(
  { family, dst }: PacketColumns,
  at: number,
  table: FlatTable | undefined,
): number {
  if (table === undefined) return 0;
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
