import { assertNever } from '../assert-never.js';
import { flowOf, type Way } from '../program/flow.js';
import type { LoweredTable } from '../program/lowered-table.js';
import type { Program } from '../program/program.js';
import type { Question, Step, StepId } from '../program/step.js';
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
  /** It is one of the host's own: of a rule, or of a check. */
  readonly isOwn: boolean;
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
    for (const way of flowOf(step).ways) add(way.to, edgeBy(from, step, way));
  }
  return edges;
}

function isOwn(of: Question | undefined): boolean {
  switch (of?.kind) {
    case 'rule':
    case 'chain-rule':
    case 'check':
      return true;
    case undefined:
      return false;
    default:
      return assertNever(of);
  }
}

/** What it takes to leave a step by the way. */
function edgeBy(from: StepId, step: Step, { held }: Way): Edge {
  return {
    from,
    test: step.kind === 'test' ? { when: step.when, held, isOwn: isOwn(step.of) } : undefined,
    table: step.kind === 'lookup' && held ? step.table : undefined,
  };
}
