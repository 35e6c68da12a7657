import { ROUTE_REGISTERS } from '../../evaluate/evaluate.js';
import { FIELD_NAMES, type Field } from '../../packet/field.js';
import type { Assignment } from '../../predicate/assignment.js';
import type { Predicate } from '../../predicate/predicate.js';
import { FIELD_INDEX } from '../packets/packet-space.js';
import { fieldsOf } from './predicate-condition.js';

/** What some later step may read: one bit for each field and each thing that a walk remembers. */
export type LiveSet = bigint;

/** What a walk remembers beside the registers: what the last lookup found, by which rule, and what `keep` put aside of these. */
export type Remembered = 'found' | 'foundRule' | 'rule' | 'keptFound' | 'keptFoundRule';

const FIRST_KEPT = FIELD_NAMES.length;
const FIRST_REMEMBERED = FIRST_KEPT + ROUTE_REGISTERS.length;
const REMEMBERED = {
  found: bit(FIRST_REMEMBERED),
  foundRule: bit(FIRST_REMEMBERED + 1),
  rule: bit(FIRST_REMEMBERED + 2),
  keptFound: bit(FIRST_REMEMBERED + 3),
  keptFoundRule: bit(FIRST_REMEMBERED + 4),
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

/** The set of the register of that place that `keep` put aside. */
export function liveKept(index: number): LiveSet {
  return bit(FIRST_KEPT + index);
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

/** What is live before a predicate is tested. */
export function liveBeforeTest(predicate: Predicate, after: LiveSet): LiveSet {
  return after | liveFields(fieldsOf(predicate));
}

/** What is live before changes are made. */
export function liveBeforeChanges(assignments: readonly Assignment[], after: LiveSet): LiveSet {
  return assignments.reduceRight((live, assignment) => {
    const to = liveField(assignment.to);
    if ((live & to) === 0n) return live;
    const reads =
      (overwrites(assignment) ? 0n : to) |
      (assignment.kind === 'copy' ? liveField(assignment.from) : 0n);
    return (live & ~to) | reads;
  }, after);
}

/** What changes read, whatever is read after them. */
export function readByChanges(assignments: readonly Assignment[]): LiveSet {
  return assignments.reduce((live, assignment) => {
    const own = overwrites(assignment) ? 0n : liveField(assignment.to);
    const from = assignment.kind === 'copy' ? liveField(assignment.from) : 0n;
    return live | own | from;
  }, 0n);
}

function overwrites(assignment: Assignment): boolean {
  return assignment.kind !== 'add' && assignment.keep === 0;
}

/** What is live before the registers of the last lookup are put aside. */
export function liveBeforeKeep(after: LiveSet): LiveSet {
  return exchange(after, (index, field) => [liveKept(index), liveField(field)], 'keptFound');
}

/** What is live before they are taken back. */
export function liveBeforeRecall(after: LiveSet): LiveSet {
  return exchange(after, (index, field) => [liveField(field), liveKept(index)], 'found');
}

function exchange(
  after: LiveSet,
  pair: (index: number, field: Field) => readonly [to: LiveSet, from: LiveSet],
  direction: 'found' | 'keptFound',
): LiveSet {
  const kept = direction === 'keptFound';
  const pairs: (readonly [LiveSet, LiveSet])[] = [
    ...ROUTE_REGISTERS.map((field, index) => pair(index, field)),
    kept ? [REMEMBERED.keptFound, REMEMBERED.found] : [REMEMBERED.found, REMEMBERED.keptFound],
    kept
      ? [REMEMBERED.keptFoundRule, REMEMBERED.foundRule]
      : [REMEMBERED.foundRule, REMEMBERED.keptFoundRule],
  ];
  let live = after;
  for (const [to] of pairs) live &= ~to;
  for (const [to, from] of pairs) if ((after & to) !== 0n) live |= from;
  return live;
}
