/**
 * What paths do to packets, in numbers. Of each path there is a head and a tail:
 *
 * ```
 *   head   gateway  route  followed  flags         all that most packets need, few enough to stay in the nearest cache
 *   tail   fate dev rule routeType                 numbers that all its packets get
 *          mark sport dport tos ttl src dst        pairs of keep and value: (field & keep) ^ value; an address has one for each word,
 *                                                  the TTL a second one, -1 and what is added
 * ```
 *
 * The route of a packet is `route + (number & followed)`, where `number` is what its destination has hit in the followed table.
 */
import { addressBits, type Family } from '../../address/family.js';

/** Where numbers stand in a head, and how many there are. */
export const HEAD = { gateway: 0, route: 1, followed: 2, flags: 3, words: 4 } as const;
/** Flag: the path leaves something unlike most others, in a column that is written for all packets at once. See usual-columns.ts. */
export const UNUSUAL = 1;
/** Flag: each packet's route takes a lookup of its own. */
export const SOUGHT = 2;
/** How many bits are flags: above them stands by which group the path is counted. See path-counts.ts. */
export const FLAG_BITS = 2;

/** Columns of outcomes that are the same for all packets of a path. */
const FIXED = ['fate', 'dev', 'rule', 'routeType'] as const;
/** Columns of outcomes that are made of the packet's own. */
const CHANGED = ['mark', 'sport', 'dport', 'tos', 'ttl', 'src', 'dst'] as const;
export type FixedColumn = (typeof FIXED)[number];
export type ChangedColumn = (typeof CHANGED)[number];

/** A column in a tail. */
export interface TailPart<Column = FixedColumn | ChangedColumn> {
  readonly column: Column;
  readonly place: number;
  /** Of a fixed column 1, of others two for each pair. */
  readonly words: number;
}

/** How tails are laid out. */
export interface TailShape {
  readonly fixed: readonly TailPart<FixedColumn>[];
  readonly changed: readonly TailPart<ChangedColumn>[];
  /** Words of a tail. */
  readonly stride: number;
}

function tailShape(family: Family): TailShape {
  let stride = 0;
  const part = <Column>(column: Column, words: number): TailPart<Column> => {
    const place = stride;
    stride += words;
    return { column, place, words };
  };
  const fixed = FIXED.map((column) => part(column, 1));
  const changed = CHANGED.map((column) => part(column, pairsOf(column, family) * 2));
  return { fixed, changed, stride };
}

function pairsOf(column: ChangedColumn, family: Family): number {
  if (column === 'ttl') return 2;
  return column === 'src' || column === 'dst' ? addressBits(family) / 32 : 1;
}

/** How the tails of each family's paths are laid out. */
export const TAIL: Readonly<Record<Family, TailShape>> = { 4: tailShape(4), 6: tailShape(6) };
