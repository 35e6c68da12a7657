import { assertNever } from '../../assert-never.js';
import type { Family } from '../../address/family.js';
import type { Assignment } from '../../predicate/assignment.js';
import type { Predicate } from '../../predicate/predicate.js';
import type { AddressMap } from '../../program/address-map.js';
import type { LoweredTable } from '../../program/lowered-table.js';
import type { Program } from '../../program/program.js';
import type { Step } from '../../program/step.js';
import { prepareTable } from '../run/prepared-table.js';

/** Everything in a program that reads or changes registers, each once. */
export interface ProgramParts {
  readonly predicates: ReadonlySet<Predicate>;
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
  let tracks = false;
  const change = (changes: readonly Assignment[]): void => {
    for (const assignment of changes) assignments.add(assignment);
  };
  const takeTable = (table: LoweredTable, family: Family): void => {
    if (tables.has(table)) return;
    tables.add(table);
    const { conditions, lists } = prepareTable(table, family, false);
    for (const condition of conditions) predicates.add(condition);
    for (const { resolution } of lists.flat()) {
      if (resolution !== 'throw') change(resolution.assignments);
    }
  };
  for (const { steps, family } of programs) {
    const take = (step: Step): void => {
      switch (step.kind) {
        case 'test':
          return void predicates.add(step.when);
        case 'assign':
          return change(step.assignments);
        case 'resolve':
          return change(step.resolution.assignments);
        case 'map':
          if (maps.has(step.map)) return undefined;
          maps.add(step.map);
          for (const { changes } of step.map.entries()) change(changes);
          return undefined;
        case 'lookup':
          return takeTable(step.table, family);
        case 'track':
          tracks = true;
          return undefined;
        case 'call':
        case 'return':
        case 'keep':
        case 'recall':
        case 'confirm':
        case 'forget':
        case 'open':
        case 'close':
        case 'count':
        case 'choose':
        case 'end':
          return undefined;
        default:
          return assertNever(step);
      }
    };
    for (const step of steps) take(step);
  }
  return { predicates, assignments, tables, maps, tracks };
}
