import type { ArrayLiteral, Assignment, Word } from '../syntax/script.js';
import { readSubscript } from './read-braced.js';
import { skipLines } from './read-newlines.js';
import { readWord } from './read-parts.js';
import type { Source } from './source.js';
import { unexpectedHere } from './token.js';

const NAME = /[A-Za-z_]\w*(?=\[|\+?=)/y;

/**
 * Reads an assignment; undefined when none begins here.
 *
 * @param isArgument - it stands behind a command's name, where a bracket that is not closed is part of a word
 */
export function readAssignment(source: Source, isArgument: boolean): Assignment | undefined {
  const start = source.at;
  const name = source.match(NAME);
  if (name === undefined) return undefined;
  source.at += name.length;
  const subscript = readSubscript(source);
  if (subscript === 'unclosed' && !isArgument) throw source.unclosed(']', start);
  const isAppend = source.startsWith('+=');
  if (subscript === 'unclosed' || (!isAppend && source.peek() !== '=')) {
    source.at = start;
    return undefined;
  }
  source.at += isAppend ? 2 : 1;
  const value =
    source.peek() === '(' && subscript === undefined
      ? readArray(source)
      : (readWord(source) ?? { parts: [], raw: '' });
  return { name, subscript, isAppend, value, raw: source.text.slice(start, source.at) };
}

function readArray(source: Source): ArrayLiteral {
  const began = source.at++;
  const elements: ArrayLiteral['elements'][number][] = [];
  for (;;) {
    skipLines(source);
    if (source.take(')')) return { elements };
    if (source.isAtEnd()) throw source.unclosed(')', began);
    elements.push(readElement(source));
  }
}

function readElement(source: Source): ArrayLiteral['elements'][number] {
  const start = source.at;
  const subscript = readSubscript(source);
  if (subscript === 'unclosed') throw source.unclosed(']', start);
  if (subscript !== undefined) {
    const isAppend = source.startsWith('+=');
    if (isAppend || source.peek() === '=') {
      source.at += isAppend ? 2 : 1;
      const value: Word = readWord(source) ?? { parts: [], raw: '' };
      const key: Word =
        typeof subscript === 'string'
          ? { parts: [{ kind: 'literal', text: subscript }], raw: subscript }
          : subscript;
      return { subscript: key, isAppend, value };
    }
    source.at = start;
  }
  const value = readWord(source);
  if (value === undefined) throw unexpectedHere(source);
  return { subscript: undefined, isAppend: false, value };
}
