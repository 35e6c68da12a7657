import { adaptAwk } from './awk.js';
import { dateWords } from './date-words.js';
import { grepLookingAround, looksAround } from './grep/look-around.js';
import { diffWithoutBlanks, ignoresBlanks } from './diff.js';
import { refuseNotSimulated } from './not-simulated.js';
import { readOptions, type OptionSpecification } from './read-options.js';
import type { Adaptation, Adapt } from './adapt.js';

/** What jq asks the computer for: a filter, not a field or a variable. */
const OF_COMPUTER_IN_JQ = /(?<![.$\w"'-])(now|localtime|strflocaltime)\b(?!\s*:)/;

const asIs: Adapt = (argv) => ({ argv });

/** Programs of just-bash that are given other words than a script has given them, or that may read /dev/stdin. */
export const ADAPTED_TOOLS: ReadonlyMap<string, Adapt> = new Map<string, Adapt>([
  ...(
    'base64 cat column comm cut expand fold head join md5sum nl od rev sed sha1sum sha256sum strings tac tail tr ' +
    'unexpand uniq wc'
  )
    .split(' ')
    .map((name): [string, Adapt] => [name, asIs]),
  ['awk', adaptAwk],
  ['bash', readCommandsFromInput],
  ['date', (argv, { time }) => ({ argv: dateWords(argv, time) })],
  ['diff', (argv) => (ignoresBlanks(argv) ? { argv, instead: diffWithoutBlanks } : { argv })],
  ['egrep', adaptGrep(false)],
  ['fgrep', adaptGrep(false)],
  ['find', adaptFind],
  ['grep', adaptGrep(true)],
  ['jq', refuseComputer('jq', OF_COMPUTER_IN_JQ)],
  ['ls', adaptLs],
  ['paste', adaptPaste],
  ['sh', readCommandsFromInput],
  ['sqlite3', (argv) => ({ argv, instead: async () => refuseNotSimulated('sqlite3') })],
  ['stat', adaptStat],
  ['yq', refuseComputer('yq', OF_COMPUTER_IN_JQ)],
]);

/** `bash -s`: the script is the input, whatever words follow. */
function readCommandsFromInput(argv: readonly string[]): Adaptation {
  const [option, ...words] = argv;
  if (option !== '-s') return { argv };
  return { argv: ['/dev/stdin', ...(words[0] === '--' ? words.slice(1) : words)] };
}

/** Options of jq behind which a name stands. */
const NAMED_VALUE = /^--(arg|argjson|slurpfile|rawfile)$/;

/** just-bash's asks the computer for the time, its zone or a random number, which are not the machine's; a text may be in a file, behind -f. */
function refuseComputer(name: 'jq' | 'yq', asking: RegExp): Adapt {
  return async (argv, { readText }) => {
    const files = argv.flatMap((word, at) => {
      const [option, attached] = /^(-f|--from-file(?:=|$))(.*)$/s.exec(word)?.slice(1) ?? [];
      if (option === undefined) return [];
      return [attached === '' ? (argv[at + 1] ?? '') : (attached ?? '')];
    });
    const texts = await Promise.all(files.map(readText));
    const words = argv.filter((_, at) => !NAMED_VALUE.test(argv[at - 1] ?? ''));
    const asked = [...words, ...texts].map((text) => asking.exec(text ?? '')?.[0]).find(Boolean);
    if (asked === undefined) return { argv };
    return { argv, instead: async () => refuseNotSimulated(`${name} ${asked}`) };
  };
}

/** just-bash's counts ages from the clock of the computer, which is not the machine's. */
function adaptFind(argv: readonly string[]): Adaptation {
  if (!argv.includes('-mtime')) return { argv };
  return { argv, instead: async () => refuseNotSimulated('find -mtime') };
}

/** just-bash's has neither the owners nor the modes of files, doesn't sort by their times, and parts several names by empty lines. */
function adaptLs(argv: readonly string[]): Adaptation {
  const end = argv.indexOf('--');
  const options = end < 0 ? argv : argv.slice(0, end);
  const letters = options.filter((word) => /^-[^-]/.test(word)).join('');
  const [letter] = /[lt]/.exec(letters) ?? [];
  if (letter !== undefined)
    return { argv, instead: async () => refuseNotSimulated(`ls -${letter}`) };
  const names = options.filter((word) => !word.startsWith('-')).length;
  const behind = end < 0 ? 0 : argv.length - end - 1;
  if (names + behind < 2) return { argv, complaints: asLsComplains };
  return { argv, instead: async () => refuseNotSimulated('ls of several names') };
}

function asLsComplains(stderr: string): string {
  return stderr.replaceAll(
    /^ls: (?!cannot access)(.*): (No such file or directory)$/gm,
    "ls: cannot access '$1': $2",
  );
}

const PASTE: OptionSpecification = { short: 'd:sz' };

/** just-bash's wants a file, where no name stands for standard input, and takes delimiters as they are written. */
function adaptPaste(argv: readonly string[]): Adaptation {
  if (argv.some((word) => /^--./.test(word))) return { argv };
  const read = readOptions(argv, PASTE);
  if ('mistake' in read) return { argv };
  const options = read.options.flatMap(({ letter, argument }) =>
    argument === undefined ? [`-${letter}`] : [`-${letter}`, delimiters(argument)],
  );
  return { argv: [...options, '--', ...(read.words.length === 0 ? ['-'] : read.words)] };
}

function delimiters(text: string): string {
  const written: Readonly<Record<string, string>> = { t: '\t', n: '\n', '\\': '\\' };
  return text.replaceAll(/\\([tn\\])/g, (all, letter: string) => written[letter] ?? all);
}

/** just-bash's has no long options, and no flags between the percent sign and its letter. */
function adaptStat(argv: readonly string[]): Adaptation {
  return {
    argv: argv.flatMap((word) => {
      const format = /^--format=(.*)$/s.exec(word)?.[1];
      const words = format === undefined ? [word] : ['-c', format];
      return words.map((one) => one.replaceAll('%#a', '0%a'));
    }),
  };
}

const GREP: OptionSpecification = {
  short: 'EFGPe:f:iyvwxcLlm:oqsbHhnTZzaIrRUA:B:C:d:D:V',
};

/**
 * Letters that stand together are taken apart, patterns put together, and `-s` is done here: complaints about files are left out.
 *
 * @param isBasic - by that name its patterns are basic regular expressions
 */
function adaptGrep(isBasic: boolean): Adapt {
  return async (argv, { readText }) => {
    if (isBasic && looksAround(argv)) return { argv, instead: grepLookingAround };
    // Long options are just-bash's own to read, and with them the whole call.
    if (argv.some((word) => /^--./.test(word) || /^-\d/.test(word))) return { argv };
    const read = readOptions(argv, GREP);
    if ('mistake' in read) return { argv };
    const given = read.options.filter(({ letter }) => letter === 'e' || letter === 'f');
    const texts = given.map(async ({ letter, argument = '' }) =>
      letter === 'e' ? argument : readText(argument),
    );
    // just-bash's takes the last of several.
    const patterns = given.length > 1 ? await Promise.all(texts) : [];
    const isJoined = patterns.length > 0 && !patterns.includes(undefined);
    const options = read.options.flatMap((option) => {
      const { letter, argument } = option;
      if (letter === 's' || (isJoined && given.includes(option))) return [];
      return argument === undefined ? [`-${letter}`] : [`-${letter}`, argument];
    });
    const isKindOfItsOwn = read.options.some(({ letter }) => 'EFGP'.includes(letter));
    const lines = patterns.flatMap((text = '') => text.replace(/\n$/, '').split('\n'));
    const joined = isBasic && !isKindOfItsOwn ? anyBasic(lines) : lines.join('\n');
    const isSilent = read.options.some(({ letter }) => letter === 's');
    return {
      argv: [...options, ...(isJoined ? ['-e', joined] : []), '--', ...read.words],
      ...(isSilent ? { complaints: withoutFiles } : {}),
    };
  };
}

/** just-bash's finds anchors of a basic pattern only at the ends of the whole text, and of its groups. */
function anyBasic(lines: readonly string[]): string {
  const hasBackReference = lines.some((line) => /\\[1-9]/.test(line));
  return hasBackReference ? lines.join('\n') : lines.map((line) => `\\(${line}\\)`).join('\\|');
}

function withoutFiles(stderr: string): string {
  return stderr.replaceAll(/^.*: (No such file or directory|Is a directory)\n/gm, '');
}
