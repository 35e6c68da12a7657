/**
 * Something that the packet alone doesn't decide, by name, with what each way means. The evaluator is told which way to go; the
 * prover goes every way.
 */
export interface ChoicePoint {
  /** Unique in its program, for instance `default main metric 0`. */
  readonly name: string;
  /** What each way means, in the order of the step's options. */
  readonly meanings: readonly string[];
}
