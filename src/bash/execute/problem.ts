import { ArithmeticProblem } from '../arithmetic/expression.js';
import { AssignmentProblem } from '../variable/assignment-problem.js';
import { ExpansionProblem } from './leave.js';
import type { Shell } from './shell.js';

/** Writes a problem as a complaint, once. */
export async function reportExpansion(shell: Shell, problem: ExpansionProblem): Promise<void> {
  if (!problem.isReported) await shell.complain(problem.message);
  problem.isReported = true;
}

/** An error of the script's own words; undefined when it is something else. */
export function asExpansionProblem(error: unknown): ExpansionProblem | undefined {
  if (error instanceof ExpansionProblem) return error;
  if (error instanceof ArithmeticProblem || error instanceof AssignmentProblem) {
    return new ExpansionProblem(error.message);
  }
  return undefined;
}
