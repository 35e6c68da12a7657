import { assertNever } from '../assert-never.js';
import { ADDRESS_FIELDS, type Field } from '../packet/field.js';
import { fieldsReadBy, type Assignment } from '../predicate/assignment.js';
import { fieldsOf } from '../predicate/fields-of.js';
import type { Predicate } from '../predicate/predicate.js';
import type { AddressMap } from './address-map.js';
import type { Cell } from './cell.js';
import type { Candidate, LoweredTable } from './lowered-table.js';

/**
 * One thing that is read or written.
 *
 * - `ask`: a predicate over the registers
 * - `change`: registers are changed, one change after the other
 * - `search`: the best candidate of a table for the flow destination: its prefix and the conditions of candidates are asked
 * - `take`: the changes of one of the candidates of a table, whichever was found
 * - `map`: the changes that an address map has for the flow destination, if any
 * - `read`: cells are read as they are
 * - `write`: cells are given something that doesn't come from other cells; with `always` false it may be left as it was
 * - `move`: cells are given what is in others, all at once
 */
export type Effect =
  | { readonly kind: 'ask'; readonly when: Predicate }
  | { readonly kind: 'change'; readonly assignments: readonly Assignment[] }
  | { readonly kind: 'search' | 'take'; readonly table: LoweredTable }
  | { readonly kind: 'map'; readonly map: AddressMap }
  | { readonly kind: 'read'; readonly cells: readonly Cell[]; readonly by: Reader }
  | { readonly kind: 'write'; readonly cells: readonly Cell[]; readonly always: boolean }
  | { readonly kind: 'move'; readonly moves: readonly Move[] };

/** One cell is given what is in another. */
export interface Move {
  readonly to: Cell;
  readonly from: Cell;
}

/**
 * What something is read for.
 *
 * - `packet`: what becomes of the packet hangs on it
 * - `choice`: which way a choice point goes; a proof takes every one
 * - `host`: what the packet leaves behind in its host
 */
export type Reader = 'packet' | 'choice' | 'host';

/** The registers by which a table or a map is searched. */
export const SEARCHED: readonly Field[] = ADDRESS_FIELDS.flowDst;

/** A candidate of a table, wherever its prefix is. */
export type AnyCandidate = Pick<Candidate, 'when' | 'resolution'>;

/** All candidates that a table has; those that are alike may be given once. Readers of large tables have their own quick lists. */
export type CandidatesOf = (table: LoweredTable) => Iterable<AnyCandidate>;

/** Names each cell that an effect can read; some more than once. */
export function visitRead(
  effect: Effect,
  candidatesOf: CandidatesOf,
  visit: (cell: Cell) => void,
): void {
  const readBy = (assignments: readonly Assignment[]): void => {
    for (const assignment of assignments) fieldsReadBy(assignment).forEach(visit);
  };
  switch (effect.kind) {
    case 'ask':
      return fieldsOf(effect.when).forEach(visit);
    case 'change':
      return readBy(effect.assignments);
    case 'search':
      SEARCHED.forEach(visit);
      for (const { when } of candidatesOf(effect.table)) fieldsOf(when).forEach(visit);
      return undefined;
    case 'take':
      for (const { resolution } of candidatesOf(effect.table)) readBy(changesOf(resolution));
      return undefined;
    case 'map':
      SEARCHED.forEach(visit);
      return readBy(changesOfMap(effect.map));
    case 'read':
      return effect.cells.forEach(visit);
    case 'write':
      return undefined;
    case 'move':
      for (const { from } of effect.moves) visit(from);
      return undefined;
    default:
      return assertNever(effect);
  }
}

/** Names each cell that an effect can write; some more than once. */
export function visitWritten(
  effect: Effect,
  candidatesOf: CandidatesOf,
  visit: (cell: Cell) => void,
): void {
  switch (effect.kind) {
    case 'change':
      for (const { to } of effect.assignments) visit(to);
      return undefined;
    case 'take':
      for (const { resolution } of candidatesOf(effect.table)) {
        for (const { to } of changesOf(resolution)) visit(to);
      }
      return undefined;
    case 'map':
      return effect.map.fields.forEach(visit);
    case 'write':
      return effect.cells.forEach(visit);
    case 'move':
      for (const { to } of effect.moves) visit(to);
      return undefined;
    case 'ask':
    case 'search':
    case 'read':
      return undefined;
    default:
      return assertNever(effect);
  }
}

/** The changes that a candidate makes; a `throw` route makes none. */
export function changesOf(resolution: AnyCandidate['resolution']): readonly Assignment[] {
  return resolution === 'throw' ? [] : resolution.assignments;
}

const mapChanges = new WeakMap<AddressMap, readonly Assignment[]>();

/** All changes that an address map can make, worked out once. */
export function changesOfMap(map: AddressMap): readonly Assignment[] {
  let changes = mapChanges.get(map);
  if (changes === undefined) {
    changes = [...map.entries()].flatMap((entry) => entry.changes);
    mapChanges.set(map, changes);
  }
  return changes;
}
