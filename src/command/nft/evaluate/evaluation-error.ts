import type { Request } from '../../../netfilter/nft/request/request.js';
import type { Span } from '../syntax/tree/span.js';

/** What is wrong with a rule: the words, the place that is marked with `^`, and places that bear on it, marked with `~`. */
export class EvaluationError extends Error {
  override readonly name = 'EvaluationError';

  constructor(
    message: string,
    readonly at: Span,
    readonly related: readonly Span[] = [],
    /** What nft has found before in the same rule, and gone on. */
    readonly before: readonly EvaluationError[] = [],
    /** What nft takes for done all the same, so that later commands of the run find it. */
    readonly assumes?: Request,
  ) {
    super(message);
  }

  /** The same error behind others. */
  behind(others: readonly EvaluationError[]): EvaluationError {
    const before = [...others, ...this.before];
    return new EvaluationError(this.message, this.at, this.related, before, this.assumes);
  }

  /** All that nft prints, in order. */
  get all(): readonly EvaluationError[] {
    return [...this.before, this];
  }
}

/** A map of verdicts stands where values are asked for. */
export class VerdictMapError extends EvaluationError {}

/** What the kernel refuses of an expression, whatever the rule is. Source: nft's `nft_cmd_error`. */
export function refusedExpression(words: string, at: Span): EvaluationError {
  return new EvaluationError(`Could not process rule: ${words}`, at);
}
