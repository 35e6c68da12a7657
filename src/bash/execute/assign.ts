import { expandText, expandWords } from '../expand/expand-word.js';
import { keyOf } from '../expand/parameter-value.js';
import { doubleQuote, wordQuote } from '../expand/quote.js';
import type { ArrayLiteral, Assignment } from '../syntax/script.js';
import type { Value } from '../variable/variable.js';
import type { Shell } from './shell.js';
import { trace } from './trace.js';

/** An element of a list that is assigned, expanded. */
interface Element {
  readonly key: string | undefined;
  readonly isAppend: boolean;
  readonly value: string;
}

/** Carries out an assignment. */
export async function assign(shell: Shell, assignment: Assignment, traces = true): Promise<void> {
  const { name, subscript, isAppend, value } = assignment;
  if ('elements' in value) {
    await assignList(shell, assignment, value, traces);
    return;
  }
  const text = await expandText(shell, value, 'assignment');
  const key = subscript === undefined ? undefined : await keyOf(shell, name, subscript);
  shell.variables.set(name, text, { subscript: key, isAppend });
  if (traces && shell.has('xtrace')) {
    const place = key === undefined ? name : `${name}[${key}]`;
    await trace(shell, `${place}${isAppend ? '+=' : '='}${text === '' ? '' : wordQuote(text)}`);
  }
}

async function assignList(
  shell: Shell,
  { name, isAppend }: Assignment,
  literal: ArrayLiteral,
  traces: boolean,
): Promise<void> {
  const isAssociative = shell.variables.isAssociative(name);
  const elements = await expandElements(shell, literal, isAssociative);
  if (traces && shell.has('xtrace')) await traceList(shell, name, isAppend, elements);
  fillList(shell, name, elements, isAppend, isAssociative ? 'associative' : 'indexed');
}

async function expandElements(
  shell: Shell,
  literal: ArrayLiteral,
  isAssociative: boolean,
): Promise<Element[]> {
  const elements: Element[] = [];
  for (const { subscript, isAppend, value } of literal.elements) {
    if (subscript !== undefined) {
      const key = await expandText(shell, subscript);
      elements.push({ key, isAppend, value: await expandText(shell, value, 'assignment') });
    } else {
      const values = isAssociative
        ? [await expandText(shell, value)]
        : await expandWords(shell, [value]);
      elements.push(...values.map((one) => ({ key: undefined, isAppend: false, value: one })));
    }
  }
  return elements;
}

function fillList(
  shell: Shell,
  name: string,
  elements: readonly Element[],
  isAppend: boolean,
  kind: 'indexed' | 'associative',
): void {
  const { variables } = shell;
  let next = variables.beginList(name, kind, isAppend);
  if (kind === 'associative' && elements.every(({ key }) => key === undefined)) {
    // Words without subscripts are keys and values by turns.
    for (let at = 0; at < elements.length; at += 2) {
      const value = elements[at + 1]?.value ?? '';
      variables.set(name, value, { subscript: elements[at]?.value });
    }
    return;
  }
  for (const { key, isAppend: adds, value } of elements) {
    const subscript = key ?? `${next}`;
    variables.set(name, value, { subscript, isAppend: adds });
    if (kind === 'indexed') next = variables.index(name, subscript) + 1;
  }
}

async function traceList(
  shell: Shell,
  name: string,
  isAppend: boolean,
  elements: readonly Element[],
): Promise<void> {
  const words = elements.map(({ key, value }) =>
    key === undefined ? wordQuote(value) : `[${key}]=${doubleQuote(value)}`,
  );
  await trace(shell, `${name}${isAppend ? '+=' : '='}(${words.join(' ')})`);
}

/** Writes the list that `declare` is given as `set -x` does: each value in quotes, before the command. */
export async function traceElements(shell: Shell, { name, value }: Assignment): Promise<void> {
  if (!('elements' in value)) return;
  const elements = await expandElements(shell, value, false);
  const words = elements.map(({ key, value: text }) =>
    key === undefined ? quoteAlways(text) : `[${key}]=${quoteAlways(text)}`,
  );
  await trace(shell, `${name}=(${words.join(' ')})`);
}

function quoteAlways(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** The value of an assignment before a command, which only that command sees. */
export async function temporaryValue(
  shell: Shell,
  { name, isAppend, value }: Assignment,
): Promise<Value> {
  if ('elements' in value) return value.elements.map(({ value: { raw } }) => raw).join(' ');
  const text = await expandText(shell, value, 'assignment');
  return isAppend ? (shell.variables.get(name) ?? '') + text : text;
}
