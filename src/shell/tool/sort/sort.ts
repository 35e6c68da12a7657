import { refuseNotSimulated } from '../not-simulated.js';
import { readOptions } from '../read-options.js';
import { answer, refuse, type ShellTool, type ToolCall } from '../shell-tool.js';
import { comparisonOf, cutKey, parseKey, type SortKey } from './key.js';
import { compareBytes, type Compare } from './order.js';

const SPECIFICATION = {
  short: 'bcCdfghik:mMno:rRsS:t:T:uVyz',
  long: {
    'ignore-leading-blanks': 'b',
    check: 'c',
    'dictionary-order': 'd',
    'ignore-case': 'f',
    'general-numeric-sort': 'g',
    'human-numeric-sort': 'h',
    'ignore-nonprinting': 'i',
    key: 'k',
    merge: 'm',
    'month-sort': 'M',
    'numeric-sort': 'n',
    output: 'o',
    reverse: 'r',
    'random-sort': 'R',
    stable: 's',
    'buffer-size': 'S',
    'field-separator': 't',
    'temporary-directory': 'T',
    unique: 'u',
    'version-sort': 'V',
    'zero-terminated': 'z',
  },
} as const;

/** Exit statuses of sort(1): the input is out of order; a mistake. */
const EXIT = { disorder: 1, mistake: 2 } as const;

/** `sort`, in the order of the C locale, as that of a script without LANG. Source: sort(1), coreutils 9.7. */
export const sort: ShellTool = async (call) => {
  const read = readOptions(call.argv, SPECIFICATION);
  if ('mistake' in read) {
    return refuse(EXIT.mistake, `sort: ${read.mistake}\nTry 'sort --help' for more information.`);
  }
  const given = new Map(read.options.map(({ letter, argument }) => [letter, argument]));
  const unknown = ['m', 'R', 'y'].find((letter) => given.has(letter));
  if (unknown !== undefined) return refuseNotSimulated(`sort -${unknown}`);
  const separator = separatorOf(given.get('t'));
  if (separator !== undefined && separator.length !== 1) {
    const why = separator === '' ? 'empty tab' : `multi-character tab '${given.get('t') ?? ''}'`;
    return refuse(EXIT.mistake, `sort: ${why}`);
  }
  const global = new Set('bdfghiMnrV'.split('').filter((letter) => given.has(letter)));
  const keys: SortKey[] = [];
  for (const { letter, argument = '' } of read.options) {
    if (letter !== 'k') continue;
    const key = parseKey(argument);
    // The words of the tool depend on what is wrong with the key.
    if (key === undefined) return refuseNotSimulated(`sort -k ${argument}`);
    keys.push(key);
  }
  const texts = await readAll(call, read.words);
  if ('missing' in texts) {
    return refuse(EXIT.mistake, `sort: cannot read: ${texts.missing}: No such file or directory`);
  }
  const end = given.has('z') ? '\0' : '\n';
  const lines = texts.all.flatMap((text) => linesOf(text, end));
  const keyed = compareLines(keys, global, separator);
  const settles = !given.has('u') && !given.has('s');
  const turn = global.has('r') ? -1 : 1;
  const compare: Compare = (left, right) =>
    keyed(left, right) || (settles ? turn * compareBytes(left, right) : 0);
  if (given.has('c') || given.has('C')) {
    const at = lines.findIndex((line, index) => isDisorder(lines[index - 1], line));
    if (at < 0) return answer();
    const words = `sort: ${read.words[0] ?? '-'}:${at + 1}: disorder: ${fromBytes(lines[at] ?? '')}`;
    return given.has('C') ? { ...answer(), exit: EXIT.disorder } : refuse(EXIT.disorder, words);
  }
  const sorted = lines.toSorted(compare);
  const kept = given.has('u')
    ? sorted.filter((line, at) => at === 0 || keyed(sorted[at - 1] ?? '', line) !== 0)
    : sorted;
  const text = fromBytes(kept.map((line) => line + end).join(''));
  const output = given.get('o');
  if (output === undefined) return answer(text);
  const path = call.files.resolvePath(call.shell.cwd, output);
  const why = await call.files.whyUnopenable(path);
  if (why !== undefined) return refuse(EXIT.mistake, `sort: open failed: ${output}: ${why}`);
  await call.files.writeFile(path, text);
  return answer();

  function isDisorder(before: string | undefined, line: string): boolean {
    if (before === undefined) return false;
    const order = compare(before, line);
    return given.has('u') ? order >= 0 : order > 0;
  }
};

/** By one key after the other; options that stand for all go with keys that have none of their own. */
function compareLines(
  keys: readonly SortKey[],
  global: ReadonlySet<string>,
  separator: string | undefined,
): Compare {
  const skipsBlanks = global.has('b');
  const whole: SortKey = {
    letters: global,
    from: { field: 0, character: 0, skipsBlanks },
    to: undefined,
  };
  const all = keys.length === 0 ? [whole] : keys.map((key) => inherit(key, global));
  const comparisons = all.map((key) => {
    const compare = comparisonOf(key);
    const turn = key.letters.has('r') ? -1 : 1;
    return (left: string, right: string): number =>
      turn * compare(cutKey(left, key, separator), cutKey(right, key, separator));
  });
  return (left, right) => {
    for (const compare of comparisons) {
      const order = compare(left, right);
      if (order !== 0) return order;
    }
    return 0;
  };
}

function inherit(key: SortKey, global: ReadonlySet<string>): SortKey {
  const { from, to } = key;
  const hasOwn = key.letters.size > 0 || from.skipsBlanks || to?.skipsBlanks === true;
  if (hasOwn) return key;
  const skipsBlanks = global.has('b');
  return {
    letters: global,
    from: { ...from, skipsBlanks },
    to: to === undefined ? undefined : { ...to, skipsBlanks },
  };
}

/** `\0` is the byte 0. */
function separatorOf(text: string | undefined): string | undefined {
  return text === undefined ? undefined : text === '\\0' ? '\0' : toBytes(text);
}

async function readAll(
  { readStdin, files, shell }: ToolCall,
  words: readonly string[],
): Promise<{ readonly all: readonly string[] } | { readonly missing: string }> {
  const all: string[] = [];
  for (const word of words.length === 0 ? ['-'] : words) {
    const text =
      word === '-' ? readStdin() : await files.readText(files.resolvePath(shell.cwd, word));
    if (text === undefined) return { missing: word };
    all.push(toBytes(text));
  }
  return { all };
}

function linesOf(text: string, end: string): readonly string[] {
  const lines = text.split(end);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** A text whose characters are the bytes of another in UTF-8. */
function toBytes(text: string): string {
  // eslint-disable-next-line no-control-regex
  if (/^[\0-\x7f]*$/.test(text)) return text;
  let bytes = '';
  for (const byte of new TextEncoder().encode(text)) bytes += String.fromCharCode(byte);
  return bytes;
}

function fromBytes(bytes: string): string {
  // eslint-disable-next-line no-control-regex
  if (/^[\0-\x7f]*$/.test(bytes)) return bytes;
  return new TextDecoder().decode(Uint8Array.from(bytes, (mark) => mark.charCodeAt(0)));
}
