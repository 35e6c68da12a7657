import type { FamilyName } from '../tree/block.js';
import type { Spec } from '../tree/command.js';
import { internalSpan, type Located } from '../tree/span.js';
import { integer, text, type Json, type JsonReader } from './json-reader.js';

const families: readonly FamilyName[] = ['ip', 'ip6', 'inet', 'arp', 'bridge', 'netdev'];

/** A value at no place. */
export function unlocated<Value>(value: Value): Located<Value> {
  return { value, at: internalSpan };
}

/** The family of a word, for a command. */
export function familyOf(r: JsonReader, word: string): FamilyName {
  return families.find((family) => family === word) ?? r.fail(`Unknown family '${word}'.`);
}

/** The family of a word; undefined if there is none. */
export function findFamily(word: string): FamilyName | undefined {
  return families.find((family) => family === word);
}

/** What a thing is named by: its name, or its handle where it is deleted. */
export type NameOrHandle =
  { readonly name: Located<string> } | { readonly handle: Located<bigint> };

/** The name of a thing, or its handle if it is deleted and has no name. */
export function readName(
  r: JsonReader,
  value: Json,
  operation: string,
  what: string,
): NameOrHandle {
  if (operation !== 'delete') return { name: unlocated(r.string(value, 'name')) };
  const name = text(value, 'name');
  if (name !== undefined) return { name: unlocated(name) };
  const handle = integer(value, 'handle');
  if (handle === undefined) return r.fail(`Either name or handle required to delete ${what}.`);
  return { handle: unlocated(handle) };
}

/** The table of a thing, with its family. */
export function readTable(r: JsonReader, value: Json): { family: string; table: Located<string> } {
  r.require(value, { family: 'string', table: 'string' });
  return { family: text(value, 'family') ?? '', table: unlocated(text(value, 'table') ?? '') };
}

/** Family, table and name of a thing. */
export function readSpec(r: JsonReader, value: Json, operation: string, what: string): Spec {
  const { family, table } = readTable(r, value);
  const name = readName(r, value, operation, what);
  return { family: familyOf(r, family), table, ...name };
}
