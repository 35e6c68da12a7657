import { tick } from '../../bound.js';
/**
 * One step of a batch: a command by its words, with the number of the last line that it takes up; or the end of what can be read.
 * `exit` is undefined where the tool stops reading without calling that a failure.
 */
export type BatchStep =
  | { readonly kind: 'command'; readonly line: number; readonly words: readonly string[] }
  | { readonly kind: 'broken'; readonly stderr: string; readonly exit: number | undefined };

const MOST_WORDS = 511;
const BLANKS = /^[ \t\r\n]+/;

/**
 * Splits the text of a batch into steps: `#` begins a comment, a backslash at the end of a line goes on with the next one, and a
 * word that begins with a quote goes to the next such quote. Lines without a word are left out. Source: `do_batch` of iproute2.
 */
export function readBatch(text: string): readonly BatchStep[] {
  const lines = text === '' ? [] : text.split(/(?<=\n)/);
  const steps: BatchStep[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    tick();
    let line = withoutComment(lines[at] ?? '');
    while (line.includes('\\\n')) {
      at += 1;
      const next = lines[at];
      if (next === undefined) {
        return [
          ...steps,
          { kind: 'broken', stderr: 'Missing continuation line\n', exit: undefined },
        ];
      }
      line = line.slice(0, line.indexOf('\\\n')) + withoutComment(next);
    }
    const words = splitWords(line);
    if (typeof words === 'string') return [...steps, { kind: 'broken', stderr: words, exit: 1 }];
    if (words.length > 0) steps.push({ kind: 'command', line: at + 1, words });
  }
  return steps;
}

function withoutComment(line: string): string {
  const hash = line.indexOf('#');
  return hash < 0 ? line : line.slice(0, hash);
}

/** The words of a line; a text when the tool gives up. */
function splitWords(line: string): readonly string[] | string {
  const words: string[] = [];
  let rest = line.replace(BLANKS, '');
  while (rest !== '') {
    if (words.length >= MOST_WORDS) return 'Too many arguments to command\n';
    const quoted = /^(['"])(.*?)\1/s.exec(rest);
    if (quoted === null && /^['"]/.test(rest)) return 'Unterminated quoted string\n';
    const [taken, , word = ''] = quoted ?? ['', '', /^[^ \t\r\n]+/.exec(rest)?.[0]];
    words.push(word);
    rest = rest.slice(Math.max(taken.length, word.length)).replace(BLANKS, '');
  }
  return words;
}
