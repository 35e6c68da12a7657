import { parameterMistake } from './mistake.js';

/** A word, quotes and what stands in them included; the second group is a quote after it that is not closed. */
const WORD = /((?:[^ \t\r"]|"[^"]*")*)("?)/g;

/**
 * The words of a line of a file; undefined for a line that says nothing: an empty one, a remark, `COMMIT`. Quotes keep blanks together. A word with a quote
 * that isn't closed is lost, and with it the rest of the line; an empty one is none.
 *
 * @param isLast - no newline follows
 * @throws IpsetMistake when a quote isn't closed before the end of the file
 */
export function splitLine(line: string, isLast: boolean): readonly string[] | undefined {
  const text = line.replace(/^[ \t\r]+/, '');
  if (text === '' || text.startsWith('#') || (!isLast && /^COMMIT\r?$/.test(text))) {
    return undefined;
  }
  const words: string[] = [];
  for (const [, word = '', open] of text.matchAll(WORD)) {
    if (open !== '') {
      if (isLast) throw parameterMistake('Missing close quote!');
      break;
    }
    const bare = word.replaceAll('"', '');
    if (bare !== '') words.push(bare);
  }
  return words;
}
