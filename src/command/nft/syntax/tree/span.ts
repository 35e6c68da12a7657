/** What every node of the tree has. */
export interface Node {
  readonly at: Span;
}

/** A text that was read: a file, or the words of the command line (then it has no name). */
export interface Source {
  /** The name that errors print: `/etc/nftables.conf`, `/dev/stdin`; absent for the command line. */
  readonly name?: string;
  readonly text: string;
  /** Where the `include` stands that read this file. */
  readonly includedAt?: Span;
}

/** Where a node stands: lines and columns count from 1, the end is that of its last character. */
export interface Span {
  readonly source: Source;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** The byte of the text where the line begins that messages show. */
  readonly lineStart: number;
}

/** A word or number with its place. */
export interface Located<Value> {
  readonly at: Span;
  readonly value: Value;
}

/**
 * A number of the text. Numbers of nft have 64 bits, and a counter can need all of them, hence
 * `bigint`: what takes fewer bits is cut by its reader.
 */
export type Uint64 = bigint;

const internalSource: Source = { name: 'internal', text: '' };

/** The place of what stands in no text, as all that JSON gives. */
export const internalSpan: Span = {
  source: internalSource,
  line: 0,
  column: 0,
  endLine: 0,
  endColumn: 0,
  lineStart: 0,
};
