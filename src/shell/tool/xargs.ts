import { refuseNotSimulated } from './not-simulated.js';
import { readOptions } from './read-options.js';
import { runProgram } from './run-program.js';
import { refuse, type ShellTool } from './shell-tool.js';

const SPECIFICATION = {
  short: '0a:E:e::i::I:l::L:n:prs:txP:d:o',
  long: {
    null: '0',
    'arg-file': 'a',
    delimiter: 'd',
    eof: 'e',
    replace: 'i',
    'max-lines': 'l',
    'max-args': 'n',
    interactive: 'p',
    'no-run-if-empty': 'r',
    'max-chars': 's',
    verbose: 't',
    exit: 'x',
    'max-procs': 'P',
    'open-tty': 'o',
  },
  stopsAtWord: true,
} as const;

/** The most characters of one command line. Source: xargs(1) `-s`, as GNU's xargs has it without an option. */
const MOST_CHARACTERS = 131_072;
/** A command ended with 1 to 125; it ended with 255; it couldn't be run; it isn't there. Source: xargs(1) EXIT STATUS. */
const EXITS = { failed: 123, gaveUp: 124, missing: 127 } as const;

/** `xargs`: runs a program with words from its input, as many at a time as asked for. Source: xargs(1), findutils 4.10. */
export const xargs: ShellTool = async (call) => {
  const read = readOptions(call.argv, SPECIFICATION);
  if ('mistake' in read) {
    return refuse(1, `xargs: ${read.mistake}\nTry 'xargs --help' for more information.`);
  }
  const given = new Map(read.options.map(({ letter, argument }) => [letter, argument]));
  for (const letter of ['e', 'E', 'p', 's', 'x', 'o']) {
    if (given.has(letter)) return refuseNotSimulated(`xargs -${letter}`);
  }
  const counts = {
    n: given.get('n'),
    L: given.has('l') ? (given.get('l') ?? '1') : given.get('L'),
  };
  for (const [letter, count] of Object.entries({ ...counts, P: given.get('P') })) {
    if (count !== undefined && !/^\+?\d+$/.test(count)) {
      return refuse(1, `xargs: invalid number "${count}" for -${letter} option\n${HINT}`);
    }
    if (letter !== 'P' && count !== undefined && Number(count) < 1) {
      return refuse(1, `xargs: value ${count} for -${letter} option should be >= 1\n${HINT}`);
    }
  }
  const file = given.get('a');
  const text =
    file === undefined
      ? call.readStdin()
      : await call.files.readText(call.files.resolvePath(call.shell.cwd, file));
  if (text === undefined) {
    return refuse(1, `xargs: Cannot open input file '${file ?? ''}': No such file or directory`);
  }
  const replaced = given.has('i') ? (given.get('i') ?? '{}') : given.get('I');
  const delimiter = given.has('0') ? '\0' : unescape(given.get('d'));
  const items = splitItems(text, delimiter, replaced !== undefined);
  if ('unmatched' in items) {
    const why = 'by default quotes are special to xargs unless you use the -0 option';
    return refuse(1, `xargs: unmatched ${items.unmatched} quote; ${why}`);
  }
  const [program = 'echo', ...words] = read.words;
  const lines: (readonly string[])[] =
    replaced !== undefined
      ? items.lines.flat().map((item) => words.map((word) => word.replaceAll(replaced, item)))
      : groupItems(items.lines, words, counts).map((group) => words.concat(group));
  if (lines.length === 0 && !given.has('r') && replaced === undefined) lines.push(words);
  let stdout = '';
  let stderr = '';
  let exit = 0;
  for (const argv of lines) {
    if (given.has('t')) stderr += `${[program, ...argv].join(' ')}\n`;
    // Each is given an empty input, as the words came from it.
    const ran = await runProgram(call, program, argv, { stdin: '' });
    if (ran === undefined) {
      stderr += `xargs: ${program}: No such file or directory\n`;
      return { stdout, stderr, exit: EXITS.missing };
    }
    stdout += ran.stdout;
    stderr += ran.stderr;
    if (ran.exit === 255) {
      stderr += `xargs: ${program}: exited with status 255; aborting\n`;
      return { stdout, stderr, exit: EXITS.gaveUp };
    }
    if (ran.exit !== 0) exit = EXITS.failed;
  }
  return { stdout, stderr, exit };
};

const HINT = "Try 'xargs --help' for more information.";

/** The words of each line of the input that has any; or the kind of a quote that has no end. */
type Items =
  { readonly lines: readonly (readonly string[])[] } | { readonly unmatched: 'single' | 'double' };

function splitItems(text: string, delimiter: string | undefined, whole: boolean): Items {
  if (delimiter !== undefined) {
    const items = text.split(delimiter);
    if (items.at(-1) === '') items.pop();
    return { lines: items.map((item) => [item]) };
  }
  const lines: (readonly string[])[] = [];
  for (const line of text.split('\n')) {
    const words = splitLine(line, whole);
    if (typeof words === 'string') return { unmatched: words };
    if (words.length > 0) lines.push(words);
  }
  return { lines };
}

/** Blanks, quotes and backslashes are special in a line; in one that counts as a whole, blanks are but at its beginning. */
function splitLine(line: string, whole: boolean): readonly string[] | 'single' | 'double' {
  const items: string[] = [];
  let item: string | undefined;
  for (let at = 0; at < line.length; at++) {
    const mark = line[at] ?? '';
    if (mark === '"' || mark === "'") {
      const end = line.indexOf(mark, at + 1);
      if (end < 0) return mark === '"' ? 'double' : 'single';
      item = (item ?? '') + line.slice(at + 1, end);
      at = end;
    } else if (mark === '\\') {
      item = (item ?? '') + (line[++at] ?? '');
    } else if (/\s/.test(mark) && !(whole && item !== undefined)) {
      if (item !== undefined) items.push(item);
      item = undefined;
    } else item = (item ?? '') + mark;
  }
  if (item !== undefined) items.push(item);
  return items;
}

/** The words of each command, besides those that every one has: as many as fit, at most so many words, or those of so many lines. */
function groupItems(
  lines: readonly (readonly string[])[],
  words: readonly string[],
  counts: { readonly n: string | undefined; readonly L: string | undefined },
): readonly (readonly string[])[] {
  if (counts.n === undefined && counts.L !== undefined) {
    const most = Number(counts.L);
    return lines.flatMap((_, at) => (at % most === 0 ? [lines.slice(at, at + most).flat()] : []));
  }
  const most = Number(counts.n ?? Infinity);
  const groups: string[][] = [];
  const start = words.join(' ').length;
  let length = start;
  for (const item of lines.flat()) {
    const last = groups.at(-1);
    if (last === undefined || last.length >= most || length + item.length + 1 > MOST_CHARACTERS) {
      groups.push([item]);
      length = start;
    } else last.push(item);
    length += item.length + 1;
  }
  return groups;
}

function unescape(delimiter: string | undefined): string | undefined {
  const marks: Readonly<Record<string, string>> = {
    n: '\n',
    t: '\t',
    r: '\r',
    0: '\0',
    '\\': '\\',
  };
  const [, mark] = /^\\(.)$/.exec(delimiter ?? '') ?? [];
  return mark === undefined ? delimiter : (marks[mark] ?? delimiter);
}
