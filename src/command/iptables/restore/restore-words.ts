import type { Counter } from '../../../namespace/traffic/traffic.js';
import { XtablesError } from '../../../netfilter/xtables-error.js';
import { readCount } from '../read/read-count.js';

/** The words of a line as iptables-restore splits it: only double quotes quote, and only in them a backslash escapes. */
export function splitWords(line: string): readonly string[] {
  const words: string[] = [];
  let word = '';
  let quoted = false;
  for (let index = 0; index < line.length; index += 1) {
    const char = line.charAt(index);
    if (quoted && char === '\\') {
      index += 1;
      word += line.charAt(index);
    } else if (char === '"') {
      // The closing quote ends the word, even when another character follows.
      if (quoted) {
        words.push(word);
        word = '';
      }
      quoted = !quoted;
    } else if (!quoted && /[ \t\n]/.test(char)) {
      if (word !== '') words.push(word);
      word = '';
    } else {
      word += char;
    }
  }
  return word === '' ? words : [...words, word];
}

/** The counter that a rule's line begins with, as the words of `-c`, and what follows it. @throws XtablesError when it isn't one */
export function splitCounter(
  line: string,
  number: number,
): { readonly counter: readonly [string, string] | undefined; readonly rest: string } {
  if (!line.startsWith('[')) return { counter: undefined, rest: line };
  const end = line.indexOf(']');
  if (end < 0) throw new XtablesError('parameter', `Bad line ${number}: need ]`);
  const [packets = '', bytes] = line
    .slice(1, end)
    .split(':')
    .filter((part) => part !== '');
  if (bytes === undefined) throw new XtablesError('parameter', `Bad line ${number}: need ]`);
  return { counter: [packets, bytes], rest: line.slice(end + 1) };
}

/** Reads `[PACKETS:BYTES]`; undefined when it's none. @throws XtablesError when a counter can't hold it */
export function readCounters(text: string): Counter | undefined {
  const [, first = '', second = ''] = /^\[([^:]*\d):(.*)$/.exec(text) ?? [];
  const packets = readCount(first);
  const bytes = readCount(second);
  return packets === undefined || bytes === undefined ? undefined : { packets, bytes };
}
