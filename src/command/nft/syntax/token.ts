import type { Span } from './tree/span.js';

/**
 * What the scanner makes of a piece of text. `kind` is the name by which messages of nft call it:
 * a keyword's own word, `newline`, `string`, `number`.
 */
export interface Token {
  readonly kind: string;
  /** The word; without its quotes or brackets. */
  readonly text: string;
  /** Of a `number`. */
  readonly value: bigint;
  readonly at: Span;
}

const bare = new Set(['=', '{', '}', '(', ')', '|', '$', '[', ']']);

/** The kind of a token as messages print it. */
export function printKind(kind: string): string {
  return bare.has(kind) ? `'${kind}'` : kind;
}
