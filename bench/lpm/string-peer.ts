import type { PrefixTable } from './prefix-table.js';

/** A program that looks addresses up by their text. Each has its own loop, so that none pays for the others' shapes. */
export interface StringPeer {
  readonly name: string;
  /** Writes an answer per address: the place of the prefix in the table, -1 for none; see {@link answersOnlyWhether}. */
  lookupAll(texts: readonly string[], out: Int32Array): void;
  /** It only reports whether any prefix holds the address: 0 or -1. */
  readonly answersOnlyWhether?: true;
}

/** Makes a peer of a table. */
export type MakeStringPeer = (table: PrefixTable) => StringPeer;
