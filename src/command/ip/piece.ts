import type { JsonValue } from './json-text.js';

/** A piece of what is printed of something: its text, and the JSON fields that say the same. */
export interface Piece {
  readonly text: string;
  readonly json: Readonly<Record<string, JsonValue>>;
}

/** A piece with its text and JSON fields; without fields, one that only text has. */
export function piece(text: string, json: Readonly<Record<string, JsonValue>> = {}): Piece {
  return { text, json };
}

/** The text of all pieces. */
export function textOf(pieces: readonly Piece[]): string {
  return pieces.map(({ text }) => text).join('');
}

/** The object of all pieces. */
export function objectOf(pieces: readonly Piece[]): Readonly<Record<string, JsonValue>> {
  return Object.assign({}, ...pieces.map(({ json }) => json));
}

/** What begins a further line of one listing: `-oneline` has a backslash in its place. */
export function lineBreak({ oneline }: { readonly oneline: boolean }): string {
  return oneline ? '\\' : '\n';
}
