/** Where in a text something stands: lines and columns count from 1. */
export interface TextPosition {
  readonly line: number;
  readonly column: number;
}

/**
 * Text that is wrong: what was found where, and what was expected there.
 *
 * The message reads `LINE:COLUMN: expected EXPECTED, found "FOUND"`.
 *
 * @example
 * ```ts
 * import { ParseError, parseAddress } from 'nexthop';
 * let found = '';
 * try {
 *   parseAddress('10.0.0.300');
 * } catch (error) {
 *   if (error instanceof ParseError) found = error.found;
 * }
 * found; // '10.0.0.300'
 * ```
 */
export class ParseError extends Error {
  override readonly name = 'ParseError';
  /** Line in the text that was given, from 1. */
  readonly line: number;
  /** Column in that line, from 1. */
  readonly column: number;
  /** What could have stood there. */
  readonly expected: string;
  /** What stood there; empty at the end of the text. */
  readonly found: string;

  constructor(expected: string, found: string, at: TextPosition = { line: 1, column: 1 }) {
    super(`${at.line}:${at.column}: expected ${expected}, found ${JSON.stringify(found)}`);
    this.line = at.line;
    this.column = at.column;
    this.expected = expected;
    this.found = found;
    Object.freeze(this);
  }
}
