import type { Warning } from '../syntax/script.js';

/** A script that is not Bash. */
export class SyntaxProblem extends Error {
  override readonly name = 'SyntaxProblem';
  /** What was remarked before. */
  warnings: readonly Warning[] = [];

  constructor(
    message: string,
    /** From 1. */
    readonly line: number,
    /** From 1. */
    readonly column: number,
    /** The line that Bash prints below its complaint. */
    readonly lineText?: string,
    /** What Bash says before. */
    readonly before?: string,
  ) {
    super(message);
  }
}

/** A construct of Bash that this shell doesn't have. */
export class MissingConstruct extends Error {
  override readonly name = 'MissingConstruct';

  constructor(
    readonly construct: string,
    /** From 1. */
    readonly line: number,
    /** From 1. */
    readonly column: number,
  ) {
    super(`${construct} is not simulated`);
  }
}
