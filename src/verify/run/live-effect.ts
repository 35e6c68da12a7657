import { assertNever } from '../../assert-never.js';
import type { Family } from '../../address/family.js';
import type { Field } from '../../packet/field.js';
import { fieldsReadBy, overwrites, type Assignment } from '../../predicate/assignment.js';
import { fieldsOf } from '../../predicate/fields-of.js';
import type { Cell } from '../../program/cell.js';
import {
  changesOf,
  changesOfMap,
  SEARCHED,
  visitRead,
  visitWritten,
  type CandidatesOf,
  type Effect,
  type Move,
} from '../../program/effect.js';
import type { LoweredTable } from '../../program/lowered-table.js';
import { liveCell, liveCells, liveField, liveFields, type LiveSet } from './live-set.js';
import { prepareTable } from './prepared-table.js';

/** What every route sets, whatever it is: a test holds it. */
export const SET_BY_ROUTES = [
  'routeError',
  'routeType',
  'routeDev',
  'routePrefixLength',
  'routeChoice',
  'prefsrc',
] as const satisfies readonly Field[];

const ALWAYS_SET = liveFields(SET_BY_ROUTES);
const SEARCHED_SET = liveFields(SEARCHED);

/** What is live before an effect. */
function liveBefore(effect: Effect, after: LiveSet, family: Family): LiveSet {
  switch (effect.kind) {
    case 'ask':
      return after | liveFields(fieldsOf(effect.when));
    case 'change':
      return liveBeforeChanges(effect.assignments, after);
    case 'search':
      return after | SEARCHED_SET | partsOfTable(effect.table, family).asked;
    case 'take':
      return (after & ~ALWAYS_SET) | partsOfTable(effect.table, family).read;
    case 'map':
      return after | SEARCHED_SET | readByChanges(changesOfMap(effect.map));
    case 'read':
      return effect.by === 'packet' ? after | setOf(effect.cells) : after;
    case 'write': {
      const set = effect.always ? setOf(effect.cells) : 0n;
      return set === 0n ? after : after & ~set;
    }
    case 'move':
      return liveBeforeMoves(effect.moves, after);
    default:
      return assertNever(effect);
  }
}

/** What is live before some effects. */
export function liveBeforeAll(effects: readonly Effect[], after: LiveSet, family: Family): LiveSet {
  let live = after;
  for (let at = effects.length - 1; at >= 0; at--) {
    const effect = effects[at];
    if (effect !== undefined) live = liveBefore(effect, live, family);
  }
  return live;
}

/** What an effect reads or changes of a packet. */
export function touchedBy(effect: Effect, family: Family): LiveSet {
  switch (effect.kind) {
    case 'search':
      return SEARCHED_SET | partsOfTable(effect.table, family).asked;
    case 'take': {
      const { read, set } = partsOfTable(effect.table, family);
      return read | set;
    }
    case 'read':
      return effect.by === 'packet' ? setOf(effect.cells) : 0n;
    case 'ask':
      return liveFields(fieldsOf(effect.when));
    case 'write':
      return setOf(effect.cells);
    case 'change':
    case 'map':
    case 'move': {
      let touched = 0n;
      const add = (cell: Cell): void => void (touched |= liveCell(cell));
      visitRead(effect, noCandidates, add);
      visitWritten(effect, noCandidates, add);
      return touched;
    }
    default:
      return assertNever(effect);
  }
}

const noCandidates: CandidatesOf = () => [];

const known = new WeakMap<readonly Cell[], LiveSet>();

/** The set of the cells that a kind of step reads or writes: the same list for all of them. */
function setOf(cells: readonly Cell[]): LiveSet {
  let set = known.get(cells);
  if (set === undefined) known.set(cells, (set = liveCells(cells)));
  return set;
}

/** What a table's conditions read, what the changes of its routes read, and what these set. */
interface TableParts {
  readonly asked: LiveSet;
  readonly read: LiveSet;
  readonly set: LiveSet;
}

const tables = new WeakMap<LoweredTable, TableParts>();

function partsOfTable(table: LoweredTable, family: Family): TableParts {
  let parts = tables.get(table);
  if (parts === undefined) {
    const { conditions, lists } = prepareTable(table, family, false);
    const changes = lists.flat().map(({ resolution }) => changesOf(resolution));
    parts = {
      asked: conditions.reduce((set, when) => set | liveFields(fieldsOf(when)), 0n),
      read: changes.reduce((set, list) => set | readByChanges(list), 0n),
      set: changes.reduce((set, list) => set | liveFields(list.map(({ to }) => to)), 0n),
    };
    tables.set(table, parts);
  }
  return parts;
}

/** What is live before changes are made. */
function liveBeforeChanges(assignments: readonly Assignment[], after: LiveSet): LiveSet {
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
function readByChanges(assignments: readonly Assignment[]): LiveSet {
  return assignments.reduce((live, assignment) => live | liveFields(fieldsReadBy(assignment)), 0n);
}

/** What is live before cells are given what is in others. */
function liveBeforeMoves(moves: readonly Move[], after: LiveSet): LiveSet {
  let live = after;
  for (const { to } of moves) live &= ~liveCell(to);
  for (const { to, from } of moves) if ((after & liveCell(to)) !== 0n) live |= liveCell(from);
  return live;
}
