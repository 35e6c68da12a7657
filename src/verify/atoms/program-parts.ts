import { assertNever } from '../../assert-never.js';
import type { Family } from '../../address/family.js';
import { PACKET_NUMBER_NAMES } from '../../packet/packet-number.js';
import { fieldsReadBy, type Assignment } from '../../predicate/assignment.js';
import { fieldsOf } from '../../predicate/fields-of.js';
import type { Predicate } from '../../predicate/predicate.js';
import type { AddressMap } from '../../program/address-map.js';
import type { Cell } from '../../program/cell.js';
import { changesOf, changesOfMap, SEARCHED, type Effect } from '../../program/effect.js';
import { visitEffects } from '../../program/flow.js';
import type { LoweredTable } from '../../program/lowered-table.js';
import type { Program } from '../../program/program.js';
import { prepareTable } from '../run/prepared-table.js';

/** Everything in a program that reads or changes registers, each once. */
export interface ProgramParts {
  readonly predicates: ReadonlySet<Predicate>;
  /** Those of registers from which nothing is ever read are left out: what they are given decides nothing. */
  readonly assignments: ReadonlySet<Assignment>;
  readonly tables: ReadonlySet<LoweredTable>;
  readonly maps: ReadonlySet<AddressMap>;
  /** A connection is looked for. */
  readonly tracks: boolean;
}

/** The parts of some programs of one family. */
export function partsOfPrograms(programs: readonly Program[]): ProgramParts {
  const predicates = new Set<Predicate>();
  const assignments = new Set<Assignment>();
  const tables = new Set<LoweredTable>();
  const maps = new Set<AddressMap>();
  const read = new Set<Cell>([...PACKET_NUMBER_NAMES, ...SEARCHED]);
  let tracks = false;
  const change = (changes: readonly Assignment[]): void => {
    for (const assignment of changes) assignments.add(assignment);
  };
  const takeTable = (table: LoweredTable, family: Family): void => {
    if (tables.has(table)) return;
    tables.add(table);
    const { conditions, lists } = prepareTable(table, family, false);
    for (const condition of conditions) predicates.add(condition);
    for (const { resolution } of lists.flat()) change(changesOf(resolution));
  };
  const take = (effect: Effect, family: Family): void => {
    switch (effect.kind) {
      case 'ask':
        return void predicates.add(effect.when);
      case 'change':
        return change(effect.assignments);
      case 'map':
        if (maps.has(effect.map)) return undefined;
        maps.add(effect.map);
        return change(changesOfMap(effect.map));
      case 'search':
      case 'take':
        return takeTable(effect.table, family);
      case 'read':
        tracks ||= effect.cells.includes('connections');
        if (effect.by === 'packet') for (const cell of effect.cells) read.add(cell);
        return undefined;
      case 'write':
      case 'move':
        return undefined;
      default:
        return assertNever(effect);
    }
  };
  for (const { steps, family } of programs) {
    const takeIn = (effect: Effect): void => {
      take(effect, family);
    };
    for (const step of steps) visitEffects(step, takeIn);
  }
  for (const predicate of predicates) for (const field of fieldsOf(predicate)) read.add(field);
  return { predicates, assignments: readLater(assignments, read), tables, maps, tracks };
}

/** The changes of registers that are read, by what is read itself or by a change of such a register. */
function readLater(assignments: ReadonlySet<Assignment>, read: Set<Cell>): ReadonlySet<Assignment> {
  for (let before = -1; read.size > before;) {
    before = read.size;
    for (const assignment of assignments) {
      if (!read.has(assignment.to)) continue;
      for (const field of fieldsReadBy(assignment)) read.add(field);
    }
  }
  return new Set([...assignments].filter(({ to }) => read.has(to)));
}
