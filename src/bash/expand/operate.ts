import { assertNever } from '../../assert-never.js';
import { ExpansionProblem } from '../execute/leave.js';
import type { Shell } from '../execute/shell.js';
import { globExpression, type GlobOptions } from '../pattern/glob.js';
import type { Operation, Word } from '../syntax/word.js';
import type { Chunk } from './field.js';
import type { ParameterValue } from './parameter-value.js';
import { changeCase, removeMatch, replaceMatches, type Replacement } from './replace.js';
import { transform } from './transform.js';

/** An operation that changes each value on its own, or takes a part of them. */
export type ValueOperation = Exclude<
  Operation,
  { kind: 'length' | 'default' | 'assign' | 'error' | 'alternative' | 'names' | 'bad' }
>;

/** How the words of an operation are expanded. */
export interface WordExpansion {
  readonly pattern: (word: Word) => Promise<string>;
  readonly chunks: (word: Word) => Promise<readonly Chunk[]>;
  readonly number: (word: Word) => Promise<bigint>;
}

/** Applies an operation to a value or to each value of a list. */
export async function operate(
  shell: Shell,
  found: ParameterValue,
  operation: ValueOperation,
  expansion: WordExpansion,
): Promise<ParameterValue> {
  if (operation.kind === 'substring') return takePart(shell, found, operation, expansion);
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
  expansion: WordExpansion,
): Promise<ParameterValue> {
  const start = Number(await expansion.number(offset));
  const count = length === undefined ? undefined : Number(await expansion.number(length));
  const refuse = (): ExpansionProblem =>
    new ExpansionProblem(`${length?.raw ?? ''}: substring expression < 0`);
  if (found.list === undefined) {
    const value = found.value ?? '';
    const from = start < 0 ? value.length + start : start;
    if (from < 0 || from > value.length) return { ...found, value: '' };
    const to = count === undefined ? value.length : count < 0 ? value.length + count : from + count;
    if (to < from) throw refuse();
    return { ...found, value: value.slice(from, to) };
  }
  if (count !== undefined && count < 0) throw refuse();
  return { ...found, list: partOfList(shell, found, start, count), numbers: undefined };
}

/** Positional parameters are counted with `$0` before them, elements by their numbers. */
function partOfList(
  shell: Shell,
  { list = [], numbers, subscript }: ParameterValue,
  start: number,
  count = Infinity,
): string[] {
  if (subscript === undefined) {
    const all = start === 0 ? [shell.name, ...list] : list;
    const from = start < 0 ? list.length + start : Math.max(0, start - 1);
    return from < 0 ? [] : all.slice(from, from + count);
  }
  if (numbers === undefined) {
    const from = start < 0 ? list.length + start : start;
    return from < 0 ? [] : list.slice(from, from + count);
  }
  const first = start < 0 ? (numbers.at(-1) ?? 0) + 1 + start : start;
  if (first < 0) return [];
  const from = numbers.findIndex((number) => number >= first);
  return from < 0 ? [] : list.slice(from, from + count);
}
