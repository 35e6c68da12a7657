import { ArithmeticProblem } from '../arithmetic/expression.js';
import { AssignmentProblem } from '../variable/assignment-problem.js';
import { ExpansionProblem } from './leave.js';

/** An error of the script's own words; undefined when it is something else. */
export function asExpansionProblem(error: unknown): ExpansionProblem | undefined {
  if (error instanceof ExpansionProblem) return error;
  if (error instanceof ArithmeticProblem || error instanceof AssignmentProblem) {
    return new ExpansionProblem(error.message);
  }
  return undefined;
}
