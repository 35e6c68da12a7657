import { TABLE_HOOKS, TABLE_NAMES, type HookName, type TableName } from '../../netfilter/hook.js';
import type { Predicate } from '../../predicate/predicate.js';
import type { Program } from '../../program/program.js';
import { withSuccessors } from '../../program/successors.js';
import type { Called, Step, StepId } from '../../program/step.js';

/** One table at one hook. */
export interface HookPlace {
  readonly table: TableName;
  readonly hook: HookName;
}

/** The tables that see every packet: nat sees only the first one of a connection. */
export const WATCHED_TABLES: readonly TableName[] = TABLE_NAMES.filter((table) => table !== 'nat');

/** Reads `mangle OUTPUT`. @throws RangeError when there is no such table, or it isn't at that hook, or it is nat */
export function readHookPlace(text: string): HookPlace {
  const [name, at, ...more] = text.split(' ');
  const table = WATCHED_TABLES.find((known) => known === name);
  if (table === undefined) {
    throw new RangeError(`place: ${WATCHED_TABLES.join(', ')} and a hook, got ${text}`);
  }
  const hook = TABLE_HOOKS[table].find((known) => known === at);
  if (hook === undefined || more.length > 0) {
    throw new RangeError(`place: ${table} is at ${TABLE_HOOKS[table].join(', ')}, got ${text}`);
  }
  return { table, hook };
}

/** A program with tests that decide nothing: packets meet one whenever they come out of a table at a hook. */
export interface WatchedProgram {
  readonly program: Program;
  readonly tests: ReadonlySet<Step>;
}

/** Puts a test behind every walk through the chains of a table at a hook. The path stays what it is. */
export function watchHook(
  program: Program,
  { table, hook }: HookPlace,
  when: Predicate,
): WatchedProgram {
  const steps: Step[] = [];
  const tests = new Set<Step>();
  const places: StepId[] = [];
  const placeOf = (id: StepId): StepId => places[id] ?? 0;
  for (const step of program.steps) {
    let moved = withSuccessors(step, placeOf);
    if (moved.kind === 'call' && isAt(moved.of, { table, hook })) {
      const test: Step = { kind: 'test', when, yes: moved.next, no: moved.next };
      tests.add(test);
      moved = { ...moved, next: steps.push(test) - 1 };
    }
    places.push(steps.push(moved) - 1);
  }
  const { family } = program;
  const [output, input] = [placeOf(program.output), placeOf(program.input)];
  return { program: { family, steps, output, input }, tests };
}

function isAt(called: Called | undefined, { table, hook }: HookPlace): boolean {
  return called?.kind === 'hook' && called.table === table && called.hook === hook;
}
