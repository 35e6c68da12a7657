import type { Span } from '../syntax/tree/span.js';

/** What is wrong with a rule: the words, the place that is marked with `^`, and places that bear on it, marked with `~`. */
export class EvaluationError extends Error {
  override readonly name = 'EvaluationError';

  constructor(
    message: string,
    readonly at: Span,
    readonly related: readonly Span[] = [],
  ) {
    super(message);
  }
}
