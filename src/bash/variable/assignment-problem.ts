/** An assignment that is refused: the variable is read-only, or its subscript is none. */
export class AssignmentProblem extends Error {
  override readonly name = 'AssignmentProblem';
}
