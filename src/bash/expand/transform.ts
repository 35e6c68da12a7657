import type { Shell } from '../execute/shell.js';
import { replaceEscapes } from '../parse/escape.js';
import type { Attribute } from '../variable/variable.js';
import { declarationOf } from '../variable/declaration.js';
import type { ParameterValue } from './parameter-value.js';
import { doubleQuote, singleQuote } from './quote.js';
import { changeCase } from './replace.js';

/** `${NAME@LETTER}` (bash(1), Parameter transformation). */
export function transform(shell: Shell, found: ParameterValue, letter: string): ParameterValue {
  const change = (value: string): string => transformValue(value, letter);
  switch (letter) {
    case 'A':
      return {
        ...found,
        list: undefined,
        value: declarationOf(shell.variables, found.name, 'assignment') ?? '',
      };
    case 'a': {
      const attributes = attributesOf(shell, found.name);
      return {
        ...found,
        value: found.value === undefined ? undefined : attributes,
        list: found.list?.map(() => attributes),
      };
    }
    case 'K':
    case 'k':
      return keysAndValues(shell, found, letter);
    default:
      return {
        ...found,
        value: found.value === undefined ? undefined : change(found.value),
        list: found.list?.map(change),
      };
  }
}

function transformValue(value: string, letter: string): string {
  switch (letter) {
    case 'U':
      return changeCase(value, 'upper', true, () => true);
    case 'u':
      return changeCase(value, 'upper', false, () => true);
    case 'L':
      return changeCase(value, 'lower', true, () => true);
    case 'E':
      return replaceEscapes(value, 'ansi').bytes;
    case 'Q':
      return singleQuote(value);
    default:
      return value;
  }
}

function attributesOf(shell: Shell, name: string): string {
  const variable = shell.variables.find(shell.variables.follow(name).name);
  if (variable === undefined) return '';
  const value = variable.value;
  const kind = typeof value === 'object' ? (value.kind === 'indexed' ? 'a' : 'A') : '';
  const order: readonly Attribute[] = ['i', 'n', 'r', 't', 'x', 'c', 'l', 'u'];
  return kind + order.filter((letter) => variable.attributes.has(letter)).join('');
}

function keysAndValues(shell: Shell, found: ParameterValue, letter: 'K' | 'k'): ParameterValue {
  const value = shell.variables.whole(found.name);
  if (found.list === undefined || typeof value !== 'object') {
    return {
      ...found,
      value: found.value === undefined ? undefined : singleQuote(found.value),
      list: found.list?.map(singleQuote),
    };
  }
  const entries = [...value.elements].map(([key, element]): [string, string] => [
    `${key}`,
    element,
  ]);
  if (letter === 'k') return { ...found, list: entries.flat() };
  const words = entries.map(([key, element]) => `${key} ${doubleQuote(element)}`);
  return { ...found, list: [words.join(' ')] };
}
