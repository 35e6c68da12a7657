import type { NftError } from '../../print-error.js';
import { internalSpan, type Source, type Uint64 } from '../tree/span.js';

/** A value of JSON. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

/** An object of JSON. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Thrown when an error was reported: nothing more is read. */
export class JsonFault extends Error {
  override readonly name = 'JsonFault';
}

/** Reports whether the value is an object. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reports whether the value is an array. */
export function isArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** The kind of value as messages name it. */
export function typeName(value: Json): string {
  if (value === null) return 'null';
  if (isArray(value)) return 'array';
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'number':
      return Number.isInteger(value) ? 'integer' : 'real';
    case 'boolean':
      return value ? 'true' : 'false';
    default:
      return 'object';
  }
}

/** What a property that must be there holds: a string, an integer, or any value. */
type PropertyKind = 'string' | 'integer' | 'any';

/** Where the library for JSON sees an error: in the list of properties that it was asked for. */
function columnOf(index: number, isNested: boolean): number {
  return 5 * index + (isNested ? 7 : 4);
}

function printParts(value: Json): string {
  if (isArray(value)) return `[${value.map(printParts).join(', ')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const parts = Object.entries(value).map(
    ([key, part]) => `${JSON.stringify(key)}: ${printParts(part)}`,
  );
  return `{${parts.join(', ')}}`;
}

/** An object or array as messages print it; for other values they have no text. */
export function printJson(value: Json): string {
  return typeof value === 'object' && value !== null ? printParts(value) : '(null)';
}

/** Reads values, and reports what is wrong with them. */
export class JsonReader {
  readonly errors: NftError[] = [];
  readonly #source: Source;

  constructor(source: Source) {
    this.#source = source;
  }

  /** Reports an error. Some do not keep nft from going on. */
  report(message: string): void {
    this.errors.push({ message, at: [internalSpan] });
  }

  /** Reports an error, and ends what is read. */
  fail(message: string): never {
    this.report(message);
    throw new JsonFault(message);
  }

  /** Ends what is read without a word, as nft does here and there. */
  failSilently(): never {
    throw new JsonFault('refused');
  }

  /** Reads a part; if that fails, reports the message too. */
  within<Value>(message: string, read: () => Value): Value {
    try {
      return read();
    } catch (error) {
      if (error instanceof JsonFault) this.report(message);
      throw error;
    }
  }

  #failAt(column: number, message: string): never {
    const source = this.#source;
    const at = { source, line: 1, column, endLine: 1, endColumn: column, lineStart: 0 };
    this.errors.push({ message, at: [at] });
    throw new JsonFault(message);
  }

  /**
   * The object, whose properties must be there and be of their kinds; they stand in the order of nft. `isNested`: nft asks for
   * them together with the object that they are in.
   */
  require(
    value: Json,
    properties: Readonly<Record<string, PropertyKind>>,
    isNested = false,
  ): JsonObject {
    if (!isObject(value)) return this.#failAt(1, `Expected object, got ${typeName(value)}`);
    for (const [index, [key, kind]] of Object.entries(properties).entries()) {
      const found = property(value, key);
      if (found === undefined)
        this.#failAt(columnOf(index, isNested), `Object item not found: ${key}`);
      if (kind !== 'any' && typeName(found) !== kind) {
        this.#failAt(columnOf(index, isNested), `Expected ${kind}, got ${typeName(found)}`);
      }
    }
    return value;
  }

  /** The pair that an array holds. */
  requirePair(value: Json): readonly [Json, Json] {
    if (!isArray(value)) return this.#failAt(1, `Expected array, got ${typeName(value)}`);
    const [first, second, ...more] = value;
    if (first === undefined || second === undefined) {
      const index = first === undefined ? 0 : 1;
      return this.#failAt(index === 0 ? 2 : 5, `Array index ${index} out of range`);
    }
    if (more.length > 0) this.#failAt(7, `${more.length} array item(s) left unpacked`);
    return [first, second];
  }

  /** A string that must be there. */
  string(value: Json, key: string): string {
    return text(this.require(value, { [key]: 'string' }), key) ?? '';
  }

  /** An integer that must be there. */
  integer(value: Json, key: string): Uint64 {
    return integer(this.require(value, { [key]: 'integer' }), key) ?? 0n;
  }

  /** A value that must be there. */
  any(value: Json, key: string): Json {
    return this.require(value, { [key]: 'any' })[key] ?? null;
  }

  /** The one property of an object. */
  only(value: Json): readonly [string, Json] {
    const entries = isObject(value) ? Object.entries(value) : [];
    const [entry] = entries;
    if (entry !== undefined && entries.length === 1) return entry;
    return this.fail(`Malformed object (too many properties): '${printJson(value)}'.`);
  }
}

/** A property, if the value is an object that has it. */
export function property(value: Json, key: string): Json | undefined {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** A string, if it is there. */
export function text(value: Json, key: string): string | undefined {
  const found = property(value, key);
  return typeof found === 'string' ? found : undefined;
}

/** An integer, if it is there. */
export function integer(value: Json, key: string): Uint64 | undefined {
  const found = property(value, key);
  return typeof found === 'number' && Number.isInteger(found)
    ? BigInt.asUintN(64, BigInt(found))
    : undefined;
}

/** Whether a property is true. */
export function isTrue(value: Json, key: string): boolean {
  return property(value, key) === true;
}

/** A word or a list of words. */
export function wordList(value: Json): readonly Json[] | undefined {
  if (typeof value === 'string') return [value];
  return isArray(value) ? value : undefined;
}
