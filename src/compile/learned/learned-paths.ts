import { addressBits, type Family } from '../../address/family.js';
import { ADDRESS_FIELDS } from '../../packet/field.js';
import type { FlatTable } from '../flat-table.js';
import type { FlatWalk } from '../flat-walk.js';
import type { OutcomeColumns } from '../outcome-columns.js';
import { slotOf } from '../slots.js';
import { isConstant, type MaybeOrigin, type Origin } from './origin.js';
import { isLarge } from './packet-classes.js';
import type { Looked, Retraced } from './retrace.js';

/** Numbers below are no paths: 0 is one that isn't known yet, 1 one that can't be learned. */
export const FIRST_PATH = 2;
export const NOT_LEARNED = 1;

/** What of an outcome hangs on the packet: a path changes the field of that name, by `keep` and `value`. */
export const CHANGED_FIELDS = ['mark', 'sport', 'dport', 'tos', 'ttl'] as const;
export type ChangedField = (typeof CHANGED_FIELDS)[number];

/** Where numbers stand in a path's row. Of each changed field and word of an address there are two: `keep` and `value`. */
export const PLACE = {
  fate: 0,
  dev: 1,
  gateway: 2,
  rule: 3,
  routeType: 4,
  /** The route, or what is added to the place of its prefix. */
  route: 5,
  routeBy: 6,
  ttlBy: 7,
  mark: 8,
  sport: 10,
  dport: 12,
  tos: 14,
  ttl: 16,
  src: 18,
} as const;

/** How a path's route is told: it's always the same one; by the prefix of the destination in the followed table; by a lookup of its own. */
export const ROUTE_BY = { itself: 0, followed: 1, lookup: 2 } as const;

/** Registers that tell a fate, and are the same for all packets of a path. */
const FIXED = (['indev', 'routeDev', 'routeType', 'direct'] as const).map(slotOf);

/** What packets of a path leave behind, and where their route is looked up. */
export interface PathFacts {
  readonly isOutput: boolean;
  readonly counters: Int32Array;
  readonly table: FlatTable | undefined;
}

/** Paths that packets have taken: one row of numbers for each. */
export class LearnedPaths {
  /** Words of a row. */
  readonly stride: number;
  /** Where the destination stands in a row. */
  readonly dst: number;
  /** By the number of the path. */
  readonly facts: (PathFacts | undefined)[] = [undefined, undefined];
  /** Fields that no path changes. */
  readonly unchanged = new Set<ChangedField | 'src' | 'dst'>([...CHANGED_FIELDS, 'src', 'dst']);
  rows: Int32Array;
  readonly #words: number;

  constructor(family: Family) {
    this.#words = addressBits(family) / 32;
    this.dst = PLACE.src + 2 * this.#words;
    this.stride = family === 4 ? 32 : 64;
    this.rows = new Int32Array(64 * this.stride);
  }

  /** How many paths there are. */
  get size(): number {
    return this.facts.length - FIRST_PATH;
  }

  /**
   * Adds the path that a packet has taken; gives its number, {@link NOT_LEARNED} when what it does can't be told in a row.
   *
   * @param outcomes - hold the packet's outcome in row `at`
   * @param followed - the table whose prefixes are known of every destination
   */
  add(
    walk: FlatWalk,
    isOutput: boolean,
    { origins, counters, looked }: Retraced,
    outcomes: OutcomeColumns,
    at: number,
    followed: FlatTable | undefined,
  ): number {
    const number = this.facts.length;
    if (!FIXED.every((slot) => isConstant(origins[slot]))) return NOT_LEARNED;
    if (!this.#writeFields(number * this.stride, origins)) return NOT_LEARNED;
    const route = routeOf(walk, looked, outcomes.route[at] ?? -1, followed);
    if (route === undefined) return NOT_LEARNED;
    const row = number * this.stride;
    const { rows } = this;
    rows[row + PLACE.fate] = outcomes.fate[at] ?? 0;
    rows[row + PLACE.dev] = outcomes.dev[at] ?? 0;
    rows[row + PLACE.gateway] = outcomes.gateway[at] ?? 0;
    rows[row + PLACE.rule] = outcomes.rule[at] ?? 0;
    rows[row + PLACE.routeType] = outcomes.routeType[at] ?? 0;
    rows[row + PLACE.route] = route.base;
    rows[row + PLACE.routeBy] = route.by;
    const table = route.by === ROUTE_BY.lookup ? looked?.table : undefined;
    this.facts.push({ isOutput, counters: Int32Array.from(counters), table });
    return number;
  }

  /** Writes how each field of the outcome is made of the packet's own; false when it's made of another. */
  #writeFields(row: number, origins: readonly MaybeOrigin[]): boolean {
    if (row + this.stride > this.rows.length) {
      const larger = new Int32Array(2 * this.rows.length);
      larger.set(this.rows);
      this.rows = larger;
    }
    const written = CHANGED_FIELDS.every((field) =>
      this.#writeField(row, PLACE[field], field, slotOf(field), origins),
    );
    return (
      written &&
      (['src', 'dst'] as const).every((side) =>
        ADDRESS_FIELDS[side]
          .slice(0, this.#words)
          .every((word, index) =>
            this.#writeField(
              row,
              (side === 'src' ? PLACE.src : this.dst) + 2 * index,
              side,
              slotOf(word),
              origins,
            ),
          ),
      )
    );
  }

  #writeField(
    row: number,
    place: number,
    field: ChangedField | 'src' | 'dst',
    slot: number,
    origins: readonly MaybeOrigin[],
  ): boolean {
    const origin = origins[slot];
    if (origin === undefined || (origin.from !== slot && !isConstant(origin))) return false;
    if (origin.by !== 0 && field !== 'ttl') return false;
    this.rows[row + place] = origin.keep;
    this.rows[row + place + 1] = origin.value;
    if (field === 'ttl') this.rows[row + PLACE.ttlBy] = origin.by;
    if (!isUnchanged(origin)) this.unchanged.delete(field);
    return true;
  }
}

function isUnchanged({ keep, value, by }: Origin): boolean {
  return keep === -1 && value === 0 && by === 0;
}

/** How the route of a path is told; undefined when it can't be. */
function routeOf(
  { prefix }: FlatWalk,
  looked: Looked | undefined,
  route: number,
  followed: FlatTable | undefined,
): { readonly base: number; readonly by: number } | undefined {
  // Of a small table packets of a path have hit the same prefix.
  if (looked?.side === undefined || !isLarge(looked.table)) {
    return { base: route, by: ROUTE_BY.itself };
  }
  const { table, side } = looked;
  if (side === 'src') return undefined;
  const base = route - (table.firstRoute?.[prefix] ?? prefix);
  const isPlain = table === followed && table.firstRoute === undefined;
  return { base, by: isPlain ? ROUTE_BY.followed : ROUTE_BY.lookup };
}
