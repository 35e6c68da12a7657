import type { Family } from '../../address/family.js';
import { ADDRESS_FIELDS } from '../../packet/field.js';
import type { FlatTable } from '../flat-table.js';
import type { FlatWalk } from '../flat-walk.js';
import type { OutcomeColumns } from '../outcome-columns.js';
import { slotOf } from '../slots.js';
import { isConstant, type MaybeOrigin } from './origin.js';
import { PATHS as paths } from './block.js';
import { isLarge } from './packet-classes.js';
import { PathCounts } from './path-counts.js';
import {
  FLAG_BITS,
  HEAD,
  SOUGHT,
  TAIL,
  UNUSUAL,
  type ChangedColumn,
  type TailShape,
} from './path-rows.js';
import type { Looked, Retraced } from './retrace.js';
import { findUsual, type UsualColumns } from './usual-columns.js';

/** Numbers below are no paths: 0 is one that isn't known yet, 1 one that can't be learned. */
export const FIRST_PATH = 2;
export const NOT_LEARNED = 1;

/** After at most so many blocks it's found out anew what is usual. */
const MOST_BLOCKS = 1024;

/** Registers that make up a fate, and are the same for all packets of a path. */
const FIXED = (['indev', 'routeDev', 'routeType', 'direct'] as const).map(slotOf);

/** Paths that packets have taken, in numbers: see path-rows.ts. */
export class LearnedPaths {
  readonly shape: TailShape;
  readonly counts = new PathCounts();
  /** By the number of the path, where the routes of its packets are looked up one by one; undefined: they needn't be. */
  readonly tables: (FlatTable | undefined)[] = [undefined, undefined];
  heads = new Int32Array(64 * HEAD.words);
  tails: Int32Array;
  #usual: UsualColumns;
  #blocks = 0;
  #nextBlock = 0;

  constructor(family: Family) {
    this.shape = TAIL[family];
    this.tails = new Int32Array(64 * this.shape.stride);
    this.#usual = findUsual(this.shape, this.tails, new Map());
  }

  /** How many paths there are. */
  get size(): number {
    return this.tables.length - FIRST_PATH;
  }

  /** How columns are written; it stays so until the next call of {@link settle}. */
  get usual(): UsualColumns {
    return this.#usual;
  }

  /** Finds out anew what is usual, now and then, by the packets of a block. */
  settle(length: number): void {
    if (this.#blocks++ < this.#nextBlock) return;
    this.#nextBlock = this.#blocks + Math.min(this.#blocks, MOST_BLOCKS);
    const { shape, tails, heads } = this;
    const packets = new Map<number, number>();
    for (let at = 0; at < length; at++) {
      const path = paths[at] ?? 0;
      if (path >= FIRST_PATH) packets.set(path, 1 + (packets.get(path) ?? 0));
    }
    this.#usual = findUsual(shape, tails, packets);
    for (let path = FIRST_PATH; path < this.tables.length; path++) {
      const head = path * HEAD.words;
      const group = (heads[head + HEAD.flags] ?? 0) >>> FLAG_BITS;
      heads[head + HEAD.flags] = (group << FLAG_BITS) | this.#flags(path);
    }
  }

  /**
   * Adds the path that a packet has taken; gives its number, {@link NOT_LEARNED} when what it does can't be stated in numbers.
   *
   * @param outcomes - hold the packet's outcome in row `at`
   * @param followed - the table in which it's known of every destination which route it hits
   */
  add(
    walk: FlatWalk,
    isOutput: boolean,
    { origins, counters, looked }: Retraced,
    outcomes: OutcomeColumns,
    at: number,
    followed: FlatTable | undefined,
  ): number {
    const path = this.tables.length;
    if (!FIXED.every((slot) => isConstant(origins[slot]))) return NOT_LEARNED;
    this.#makeRoom(path + 1);
    if (!this.#writeTail(path, origins, outcomes, at)) return NOT_LEARNED;
    const route = routeOf(walk, looked, outcomes.route[at] ?? -1, followed);
    if (route === undefined) return NOT_LEARNED;
    this.tables.push(route.table);
    const head = path * HEAD.words;
    this.heads[head + HEAD.gateway] = outcomes.gateway[at] ?? 0;
    this.heads[head + HEAD.route] = route.base;
    this.heads[head + HEAD.followed] = route.isFollowed ? -1 : 0;
    const group = this.counts.groupOf(isOutput, counters);
    this.heads[head + HEAD.flags] = (group << FLAG_BITS) | this.#flags(path);
    return path;
  }

  #flags(path: number): number {
    const isUnusual = this.#usual.isUnusual(this.tails, path * this.shape.stride);
    return (isUnusual ? UNUSUAL : 0) | (this.tables[path] === undefined ? 0 : SOUGHT);
  }

  #makeRoom(count: number): void {
    if (count * HEAD.words <= this.heads.length) return;
    const { heads, tails } = this;
    this.heads = new Int32Array(2 * heads.length);
    this.tails = new Int32Array(2 * tails.length);
    this.heads.set(heads);
    this.tails.set(tails);
  }

  /** Writes how the outcome is made of the packet's own fields; false when one of them is made of another. */
  #writeTail(
    path: number,
    origins: readonly MaybeOrigin[],
    outcomes: OutcomeColumns,
    at: number,
  ): boolean {
    const { fixed, changed, stride } = this.shape;
    const tail = path * stride;
    for (const { column, place } of fixed) this.tails[tail + place] = outcomes[column][at] ?? 0;
    return changed.every(({ column, place }) =>
      slotsOf(column, outcomes.family).every((slot, word) =>
        this.#writePair(tail + place + 2 * word, column, slot, origins[slot]),
      ),
    );
  }

  #writePair(place: number, column: ChangedColumn, slot: number, origin: MaybeOrigin): boolean {
    if (origin === undefined || (origin.from !== slot && !isConstant(origin))) return false;
    if (origin.by !== 0 && column !== 'ttl') return false;
    this.tails[place] = origin.keep;
    this.tails[place + 1] = origin.value;
    if (column === 'ttl') {
      this.tails[place + 2] = -1;
      this.tails[place + 3] = origin.by;
    }
    return true;
  }
}

/** The registers that a column is made of. */
function slotsOf(column: ChangedColumn, family: Family): readonly number[] {
  if (column !== 'src' && column !== 'dst') return [slotOf(column)];
  return ADDRESS_FIELDS[column].slice(0, family === 4 ? 1 : 4).map(slotOf);
}

/** How the route of a path is stated; undefined when it can't be. */
function routeOf(
  { prefix }: FlatWalk,
  looked: Looked | undefined,
  route: number,
  followed: FlatTable | undefined,
):
  | {
      /** The route, or what is added to what is found. */
      readonly base: number;
      readonly isFollowed: boolean;
      /** Where it has to be looked up. */
      readonly table: FlatTable | undefined;
    }
  | undefined {
  // Of a small table packets of a path have hit the same prefix.
  if (looked?.side === undefined || !isLarge(looked.table)) {
    return { base: route, isFollowed: false, table: undefined };
  }
  const { table, side } = looked;
  if (side === 'src') return undefined;
  const base = route - (table.firstRoute?.[prefix] ?? prefix);
  // What is followed is numbered from 1 on.
  if (table === followed) return { base: base - 1, isFollowed: true, table: undefined };
  return { base, isFollowed: false, table };
}
