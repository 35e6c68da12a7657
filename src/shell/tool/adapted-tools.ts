import { dateWords } from './date-words.js';
import { diffWithoutBlanks, ignoresBlanks } from './diff.js';
import { refuseNotSimulated } from './not-simulated.js';
import { readOptions, type OptionSpecification } from './read-options.js';
import type { ShellTool } from './shell-tool.js';

/** What a program's call is made of so that just-bash's program of that name understands it. */
export interface Adaptation {
  readonly argv: readonly string[];
  /** What is left of its complaints. Absent: all. */
  readonly complaints?: (stderr: string) => string;
  /** A program of nexthop's own that does it. Absent: just-bash's. */
  readonly instead?: ShellTool;
}

/**
 * Makes of a call's words what just-bash's program understands.
 *
 * @param time - the time on the machine, in seconds since 1970
 */
export type Adapt = (argv: readonly string[], time: number) => Adaptation;

const asIs: Adapt = (argv) => ({ argv });

/** Programs of just-bash that are given other words than a script has given them, or that may read /dev/stdin. */
export const ADAPTED_TOOLS: ReadonlyMap<string, Adapt> = new Map<string, Adapt>([
  ...(
    'awk base64 cat column comm cut expand fold head jq join md5sum nl od paste rev sed sha1sum sha256sum strings tac tail tr ' +
    'unexpand uniq wc'
  )
    .split(' ')
    .map((name): [string, Adapt] => [name, asIs]),
  ['bash', readCommandsFromInput],
  ['date', (argv, time) => ({ argv: dateWords(argv, time) })],
  ['diff', (argv) => (ignoresBlanks(argv) ? { argv, instead: diffWithoutBlanks } : { argv })],
  ['egrep', adaptGrep],
  ['fgrep', adaptGrep],
  ['find', adaptFind],
  ['grep', adaptGrep],
  ['sh', readCommandsFromInput],
  ['stat', adaptStat],
]);

/** `bash -s`: the script is the input, whatever words follow. */
function readCommandsFromInput(argv: readonly string[]): Adaptation {
  const [option, ...words] = argv;
  if (option !== '-s') return { argv };
  return { argv: ['/dev/stdin', ...(words[0] === '--' ? words.slice(1) : words)] };
}

/** just-bash's counts ages from the clock of the computer, which is not the machine's. */
function adaptFind(argv: readonly string[]): Adaptation {
  if (!argv.includes('-mtime')) return { argv };
  return { argv, instead: async () => refuseNotSimulated('find -mtime') };
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

/** Letters that stand together are taken apart, and `-s` is done here: complaints about files are left out. */
function adaptGrep(argv: readonly string[]): Adaptation {
  // Long options are just-bash's own to read, and with them the whole call.
  if (argv.some((word) => /^--./.test(word) || /^-\d/.test(word))) return { argv };
  const read = readOptions(argv, GREP);
  if ('mistake' in read) return { argv };
  const options = read.options.flatMap(({ letter, argument }) => {
    if (letter === 's') return [];
    return argument === undefined ? [`-${letter}`] : [`-${letter}`, argument];
  });
  const isSilent = read.options.some(({ letter }) => letter === 's');
  return {
    argv: [...options, '--', ...read.words],
    ...(isSilent ? { complaints: withoutFiles } : {}),
  };
}

function withoutFiles(stderr: string): string {
  return stderr.replaceAll(/^.*: (No such file or directory|Is a directory)\n/gm, '');
}
