import type { Parsed } from '../parse-nft.js';
import type { Command } from '../tree/command.js';
import type { Source } from '../tree/span.js';
import {
  integer,
  isArray,
  isObject,
  JsonFault,
  JsonReader,
  property,
  typeName,
  type Json,
} from './json-reader.js';
import { readChange, readListing, readRename, readReplace } from './read-command.js';
import { ExpressionReader } from './read-expression.js';

const newestSchema = 1n;

/** Commands that were read, with the text that they were read from; without it where it can't be carried out. */
export interface ParsedJson extends Parsed {
  readonly root?: Json;
}

function readCommand(e: ExpressionReader, value: Json): Command {
  const changes = ['add', 'create', 'delete', 'destroy'] as const;
  const change = changes.find((word) => property(value, word) !== undefined);
  const listing = (['list', 'reset', 'flush'] as const).find(
    (word) => property(value, word) !== undefined,
  );
  const replace = (['replace', 'insert'] as const).find(
    (word) => property(value, word) !== undefined,
  );
  if (change !== undefined) return readChange(e, change, property(value, change) ?? null);
  if (replace !== undefined) return readReplace(e, replace, property(value, replace) ?? null);
  if (listing !== undefined) return readListing(e, listing, property(value, listing) ?? null);
  const rename = property(value, 'rename');
  return rename === undefined ? readChange(e, 'add', value) : readRename(e, rename);
}

function checkSchema(r: JsonReader, value: Json): void {
  const version = integer(value, 'json_schema_version') ?? 0n;
  if (version <= newestSchema) return;
  const supported = `maximum supported version is ${newestSchema}`;
  r.within('Metainfo verification failed.', () =>
    r.fail(`Schema version ${version} not supported, ${supported}\n`),
  );
}

function readAll(r: JsonReader, root: Json, commands: Command[]): void {
  const list = r.any(root, 'nftables');
  if (!isArray(list)) return r.fail('Value of property "nftables" must be an array.');
  for (const [index, value] of list.entries()) {
    if (!isObject(value)) {
      const wrong = `Unexpected command array element of type ${typeName(value)}, expected object.`;
      r.fail(wrong);
    }
    const metainfo = property(value, 'metainfo');
    if (metainfo !== undefined) checkSchema(r, metainfo);
    else {
      const message = `Parsing command array at index ${index} failed.`;
      commands.push(r.within(message, () => readCommand(new ExpressionReader(r), value)));
    }
  }
}

function parseJson(text: string): Json | undefined {
  try {
    const root: Json = JSON.parse(text);
    // Only objects and arrays are texts of JSON for nft.
    return typeof root === 'object' && root !== null ? root : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/**
 * Reads commands in JSON, as `nft -j` takes them; undefined if the text is no JSON: then nft reads it as its own language.
 * Only the file of `-f FILE` has a name in messages, so give other sources none. Source: libnftables-json(5).
 */
export function parseNftJson(source: Source): ParsedJson | undefined {
  const root = parseJson(source.text);
  if (root === undefined) return undefined;
  const r = new JsonReader(source);
  const commands: Command[] = [];
  try {
    readAll(r, root, commands);
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    return { commands, errors: r.errors, errorCount: 0, failed: true };
  }
  return { commands, errors: r.errors, errorCount: 0, failed: false, root };
}
