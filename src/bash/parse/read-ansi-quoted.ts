import { replaceEscapes } from './escape.js';
import type { Source } from './source.js';
import type { Part } from '../syntax/script.js';

/** Reads `$'...'`, whose dollar is past. */
export function readAnsiQuoted(source: Source): Part {
  const began = source.at++;
  let end = source.at;
  for (; source.text.charAt(end) !== "'"; end++) {
    if (end >= source.text.length) throw source.unclosed("'", began);
    if (source.text.charAt(end) === '\\') end++;
  }
  const { bytes } = replaceEscapes(source.text.slice(source.at, end), 'ansi');
  source.at = end + 1;
  // A byte 0 ends the text.
  return { kind: 'quoted', text: bytes.split('\0')[0] ?? '' };
}
