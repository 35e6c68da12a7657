import type { Assignment } from '../../predicate/assignment.js';
import type { Predicate } from '../../predicate/predicate.js';
import type { AddressMap } from '../../program/address-map.js';
import type { LoweredTable } from '../../program/lowered-table.js';
import type { Program } from '../../program/program.js';
import { prepareTable } from '../prepared-table.js';

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
  for (const { steps, family } of programs) {
    for (const step of steps) {
      if (step.kind === 'test') predicates.add(step.when);
      else if (step.kind === 'assign') change(step.assignments);
      else if (step.kind === 'resolve') change(step.resolution.assignments);
      else if (step.kind === 'track') tracks = true;
      else if (step.kind === 'map' && !maps.has(step.map)) {
        maps.add(step.map);
        for (const { changes } of step.map.entries()) change(changes);
      } else if (step.kind === 'lookup' && !tables.has(step.table)) {
        tables.add(step.table);
        const { conditions, lists } = prepareTable(step.table, family, false);
        for (const condition of conditions) predicates.add(condition);
        for (const { resolution } of lists.flat()) {
          if (resolution !== 'throw') change(resolution.assignments);
        }
      }
    }
  }
  return { predicates, assignments, tables, maps, tracks };
}
