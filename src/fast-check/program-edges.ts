import { assertNever } from '../assert-never.js';
import type { LoweredTable } from '../program/lowered-table.js';
import type { Program } from '../program/program.js';
import type { Step, StepId } from '../program/step.js';
import type { Predicate } from '../predicate/predicate.js';

/** One way to a step: from where, and what it takes. */
export interface Edge {
  readonly from: StepId;
  /** The test that has to hold, or not; undefined when the way is free. */
  readonly test: EdgeTest | undefined;
  /** The table that has to have a route. */
  readonly table: LoweredTable | undefined;
}

/** A test on the way. */
export interface EdgeTest {
  readonly when: Predicate;
  readonly held: boolean;
  /** It stands for a part of the host: a rule, or a check. */
  readonly noted: boolean;
}

/** The ways to each step of a program, by its id. */
export function edgesOf(program: Program): ReadonlyMap<StepId, readonly Edge[]> {
  const edges = new Map<StepId, Edge[]>();
  const add = (to: StepId, edge: Edge): void => {
    const known = edges.get(to);
    if (known === undefined) edges.set(to, [edge]);
    else known.push(edge);
  };
  for (const [from, step] of program.steps.entries()) {
    for (const { to, ...edge } of edgesFrom(from, step)) add(to, edge);
  }
  return edges;
}

function edgesFrom(from: StepId, step: Step): readonly (Edge & { readonly to: StepId })[] {
  const free = (to: StepId): Edge & { readonly to: StepId } => ({
    to,
    from,
    test: undefined,
    table: undefined,
  });
  switch (step.kind) {
    case 'test':
      return [true, false].map((held) => ({
        to: held ? step.yes : step.no,
        from,
        test: { when: step.when, held, noted: step.note !== undefined },
        table: undefined,
      }));
    case 'lookup':
      return [{ to: step.hit, from, test: undefined, table: step.table }, free(step.miss)];
    case 'call':
      return [free(step.target), free(step.next)];
    case 'choose':
      return step.options.map(free);
    case 'return':
    case 'end':
      return [];
    case 'assign':
    case 'map':
    case 'resolve':
    case 'keep':
    case 'recall':
    case 'track':
    case 'confirm':
    case 'forget':
    case 'open':
    case 'close':
    case 'count':
      return [free(step.next)];
    default:
      return assertNever(step);
  }
}
