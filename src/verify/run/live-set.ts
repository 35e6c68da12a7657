import { FIELD_NAMES, type Field } from '../../packet/field.js';
import { keptCell, ROUTE_REGISTERS, type Cell, type RouteRegister } from '../../program/cell.js';
import { FIELD_INDEX } from '../packets/packet-space.js';

/** What some later step may read: one bit for each field and each thing that a walk remembers. */
export type LiveSet = bigint;

/**
 * What a walk remembers beside the registers: what the last lookup found, by which rule, what `keep` put aside of these, and what became of a
 * copy for the sender.
 */
export type Remembered = 'found' | 'foundRule' | 'rule' | 'keptFound' | 'keptFoundRule' | 'emitted';

const FIRST_KEPT = FIELD_NAMES.length;
const FIRST_REMEMBERED = FIRST_KEPT + ROUTE_REGISTERS.length;
const REMEMBERED = {
  found: bit(FIRST_REMEMBERED),
  foundRule: bit(FIRST_REMEMBERED + 1),
  rule: bit(FIRST_REMEMBERED + 2),
  keptFound: bit(FIRST_REMEMBERED + 3),
  keptFoundRule: bit(FIRST_REMEMBERED + 4),
  emitted: bit(FIRST_REMEMBERED + 5),
} as const satisfies Record<Remembered, LiveSet>;

function bit(index: number): LiveSet {
  return 1n << BigInt(index);
}

const FIELD_BITS: readonly LiveSet[] = FIELD_NAMES.map((_, index) => bit(index));

/** The set of one field. */
export function liveField(field: Field): LiveSet {
  return FIELD_BITS[FIELD_INDEX[field]] ?? 0n;
}

/** The set of some fields. */
export function liveFields(fields: Iterable<Field>): LiveSet {
  let set = 0n;
  for (const field of fields) set |= liveField(field);
  return set;
}

/** The set of one thing that a walk remembers. */
export function liveMemory(what: Remembered): LiveSet {
  return REMEMBERED[what];
}

/**
 * Cells beside the registers and those put aside. Proofs follow one packet, and report no more of it than an outcome does: what it leaves
 * behind in its host is in no set.
 */
const OTHER_CELLS: Readonly<Record<Exclude<Cell, Field | `kept ${RouteRegister}`>, LiveSet>> = {
  found: REMEMBERED.found,
  foundRule: REMEMBERED.foundRule,
  rule: REMEMBERED.rule,
  hit: 0n,
  emitted: REMEMBERED.emitted,
  'kept found': REMEMBERED.keptFound,
  'kept foundRule': REMEMBERED.keptFoundRule,
  'kept hit': 0n,
  connections: 0n,
  sockets: 0n,
  choices: 0n,
  elements: 0n,
  lists: 0n,
  entries: 0n,
  counters: 0n,
};

const CELLS: ReadonlyMap<string, LiveSet> = new Map([
  ...FIELD_NAMES.map((field) => [field, liveField(field)] as const),
  ...ROUTE_REGISTERS.map((field, index) => [keptCell(field), bit(FIRST_KEPT + index)] as const),
  ...Object.entries(OTHER_CELLS),
]);

/** The set of one cell. */
export function liveCell(cell: Cell): LiveSet {
  const live = CELLS.get(cell);
  if (live === undefined) throw new RangeError(`cell: there is no ${cell}`);
  return live;
}

/** The set of some cells. */
export function liveCells(cells: Iterable<Cell>): LiveSet {
  let set = 0n;
  for (const cell of cells) set |= liveCell(cell);
  return set;
}

const ALL_BITS = FIRST_REMEMBERED + Object.keys(REMEMBERED).length;
const REMEMBERED_NAMES = Object.keys(REMEMBERED).filter(
  (name): name is Remembered => name in REMEMBERED,
);

/** What is in a set: registers and those put aside by their places, and what a walk remembers by name. */
export function placesIn(live: LiveSet): {
  readonly registers: readonly number[];
  readonly kept: readonly number[];
  readonly memory: readonly Remembered[];
} {
  const registers: number[] = [];
  const kept: number[] = [];
  const memory: Remembered[] = [];
  // A word at a time: a look at each bit of a large number is slow.
  for (let first = 0; first < ALL_BITS; first += 32) {
    let word = Number(BigInt.asUintN(32, live >> BigInt(first)));
    for (; word !== 0; word &= word - 1) {
      const place = first + 31 - Math.clz32(word & -word);
      if (place < FIRST_KEPT) registers.push(place);
      else if (place < FIRST_REMEMBERED) kept.push(place - FIRST_KEPT);
      else
        memory.push(
          ...REMEMBERED_NAMES.slice(place - FIRST_REMEMBERED, place - FIRST_REMEMBERED + 1),
        );
    }
  }
  return { registers, kept, memory };
}
