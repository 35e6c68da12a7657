import type { Span } from '../syntax/tree/span.js';

/** What is wrong with a rule: the words, the place that is marked with `^`, and places that bear on it, marked with `~`. */
export class EvaluationError extends Error {
  override readonly name = 'EvaluationError';

  constructor(
    message: string,
    readonly at: Span,
    readonly related: readonly Span[] = [],
    /** How often nft prints it: what it evaluates again it refuses again. */
    readonly times = 1,
  ) {
    super(message);
  }

  /** The same error printed twice. */
  twice(): EvaluationError {
    return new EvaluationError(this.message, this.at, this.related, 2);
  }
}

/** What the kernel refuses of an expression, whatever the rule is. Source: nft's `nft_cmd_error`. */
export function refusedExpression(words: string, at: Span): EvaluationError {
  return new EvaluationError(`Could not process rule: ${words}`, at);
}
