import { assertNever } from '../../assert-never.js';
import { ExpansionProblem } from '../execute/leave.js';
import type { Shell } from '../execute/shell.js';
import { globExpression, type GlobOptions } from '../pattern/glob.js';
import type { Chunk } from './field.js';
import type { ParameterValue } from './parameter-value.js';
import { changeCase, removeMatch, replaceMatches, type Replacement } from './replace.js';
import { transform } from './transform.js';
import type { Operation, Word } from '../syntax/script.js';

/** An operation that changes each value on its own, or takes a part of them. */
export type ValueOperation = Exclude<
  Operation,
  { kind: 'length' | 'default' | 'assign' | 'error' | 'alternative' | 'names' | 'bad' }
>;

/** How the words of an operation are expanded. */
export interface WordExpansion {
  readonly pattern: (word: Word) => Promise<string>;
  readonly chunks: (word: Word) => Promise<readonly Chunk[]>;
  /** Works out an expression; complaints begin with the parameter that it is for. */
  readonly number: (word: Word, parameter: string) => Promise<bigint>;
}

/** Applies an operation to a value or to each value of a list. */
export async function operate(
  shell: Shell,
  found: ParameterValue,
  operation: ValueOperation,
  expansion: WordExpansion,
  /** As it stands in the script. */
  parameter: string,
): Promise<ParameterValue> {
  if (operation.kind === 'substring') {
    const number = async (word: Word): Promise<number> =>
      Number(await expansion.number(word, parameter));
    return takePart(shell, found, operation, number);
  }
  if (operation.kind === 'transform') return transform(shell, found, operation.letter);
  const change = await changeOf(shell, operation, expansion);
  return {
    ...found,
    value: found.value === undefined ? undefined : change(found.value),
    list: found.list?.map(change),
  };
}

async function changeOf(
  shell: Shell,
  operation: Exclude<ValueOperation, { kind: 'substring' | 'transform' }>,
  expansion: WordExpansion,
): Promise<(value: string) => string> {
  const options: GlobOptions = { hasExtended: shell.features.has('extglob') };
  const pattern = await expansion.pattern(operation.pattern);
  switch (operation.kind) {
    case 'remove':
      return (value) => removeMatch(value, pattern, operation.side, operation.isLongest, options);
    case 'replace': {
      const replacement = replacementOf(await expansion.chunks(operation.replacement));
      return (value) => replaceMatches(value, pattern, operation.where, replacement, options);
    }
    case 'case': {
      const expression = pattern === '' ? undefined : globExpression(pattern, options);
      const matches = (char: string): boolean => expression?.test(char) ?? true;
      return (value) => changeCase(value, operation.change, operation.isAll, matches);
    }
    default:
      return assertNever(operation);
  }
}

/** In a replacement, an `&` that is not quoted stands for what was matched (`patsub_replacement`). */
function replacementOf(chunks: readonly Chunk[]): Replacement {
  return chunks.flatMap(({ text, isQuoted }): Replacement => {
    if (isQuoted) return [text];
    const pieces: (string | { isMatch: true })[] = [];
    for (const [piece] of text.matchAll(/\\&|\\\\|&|[^&\\]+|\\/g)) {
      if (piece === '&') pieces.push({ isMatch: true });
      else pieces.push(piece.length === 2 && piece.startsWith('\\') ? piece.slice(1) : piece);
    }
    return pieces;
  });
}

async function takePart(
  shell: Shell,
  found: ParameterValue,
  { offset, length }: Extract<Operation, { kind: 'substring' }>,
  number: (word: Word) => Promise<number>,
): Promise<ParameterValue> {
  const { value = '', list } = found;
  const nothing = list === undefined ? { ...found, value: '' } : { ...found, list: [] };
  const size = sizeOf(found);
  if (size === undefined) return nothing;
  const given = await number(offset);
  const start = given < 0 ? given + size.length : given;
  if (start < 0 || start > size.last) return nothing;
  const count = length === undefined ? Infinity : await number(length);
  const end = list === undefined && count < 0 ? value.length + count : start + count;
  if (end < start) throw new ExpansionProblem(`${length?.raw ?? ''}: substring expression < 0`);
  if (list === undefined) return { ...found, value: value.slice(start, end) };
  return { ...found, list: partOfList(shell, found, start, count), numbers: undefined };
}

/** What negative numbers are counted back from, and the last place that a part can begin at. Undefined when there is nothing. */
function sizeOf({
  value,
  list,
  numbers,
  subscript,
}: ParameterValue): { readonly length: number; readonly last: number } | undefined {
  if (list === undefined) {
    return value === undefined ? undefined : { length: value.length, last: value.length };
  }
  if (subscript === undefined) return { length: list.length + 1, last: list.length + 1 };
  if (list.length === 0) return undefined;
  if (numbers === undefined) return { length: list.length + 1, last: list.length };
  const last = numbers.at(-1) ?? 0;
  return { length: last + 1, last };
}

/** Positional parameters are counted with `$0` before them, elements by their numbers, or from 1 on where they have none. */
function partOfList(
  shell: Shell,
  { list = [], numbers, subscript }: ParameterValue,
  start: number,
  count: number,
): string[] {
  if (subscript === undefined) return [shell.name, ...list].slice(start, start + count);
  if (numbers === undefined) {
    const from = Math.max(0, start - 1);
    return list.slice(from, from + count);
  }
  const from = numbers.findIndex((number) => number >= start);
  return from < 0 ? [] : list.slice(from, from + count);
}
