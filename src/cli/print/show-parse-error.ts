import type { ParseError } from '../../parse-error.js';

/** The message, with the text below it and the wrong word underlined. */
export function showParseError(
  text: string,
  { expected, found, line, column }: ParseError,
): string {
  const wrong = found === '' ? 'the end' : JSON.stringify(found);
  const shown = text.split('\n')[line - 1] ?? '';
  const underline = ' '.repeat(column - 1) + '^'.repeat(Math.max(1, found.length));
  return `expected ${expected}, found ${wrong}\n  ${shown}\n  ${underline}`;
}
