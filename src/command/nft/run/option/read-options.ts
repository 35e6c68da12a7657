import { FORMAT_LETTERS, type FormatLetter, type NftOptions } from './nft-options.js';
import { misplacedOption } from './misplaced-option.js';
import { usageText } from './option-table.js';
import { splitOptions, type GivenOption } from './split-options.js';

/** The options and the words behind them, or what nft prints and ends with at once. */
export type ReadOptions = { readonly warnings: string } & Read;

type Read =
  | { readonly options: NftOptions; readonly words: readonly string[] }
  | { readonly exit: number; readonly stdout: string; readonly stderr: string }
  | { readonly unsimulated: 'nft -i' | 'nft -d' };

/** The version that is simulated, as `nft -v` prints it. */
const VERSION_LINE = 'nftables v1.1.3 (Commodore Bullmoose #4)\n';

const EXTENDED_VERSION = `${VERSION_LINE}  cli:\t\teditline\n  json:\t\tyes\n  minigmp:\tno\n  libxtables:\tyes\n`;

const DEBUG_LEVELS: ReadonlySet<string> = new Set([
  'scanner',
  'parser',
  'eval',
  'netlink',
  'mnl',
  'proto-ctx',
  'segtree',
  'all',
]);

/**
 * Reads the options of nft's command line. Source: nft(8), OPTIONS.
 *
 * @param isThere - whether there is a folder or a file of that path
 */
export function readOptions(
  argv: readonly string[],
  isThere: (path: string) => boolean,
): ReadOptions {
  const warnings: string[] = [];
  const read = readAll(argv, (path) => {
    if (isThere(path)) return true;
    warnings.push(`Warning: Cannot include path '${path}'\n`);
    return false;
  });
  return { ...read, warnings: warnings.join('') };
}

function readAll(argv: readonly string[], canInclude: (path: string) => boolean): Read {
  const misplaced = misplacedOption(argv);
  if (misplaced !== undefined) return { exit: 1, ...misplaced };
  const split = splitOptions(argv);
  const collected = collect(split.given, canInclude);
  if (!('options' in collected)) return collected;
  if ('mistake' in split) return refuse(`nft: ${split.mistake}\n`);
  const { options } = collected;
  if (options.definitions.length > 0 && options.file === undefined) {
    return refuse('Error: -D/--define can only be used with -f/--filename\n');
  }
  if (split.words.length === 0 && options.file === undefined) {
    return refuse('nft: no command specified\n');
  }
  return { options, words: split.words };
}

function refuse(stderr: string): Read {
  return { exit: 1, stdout: '', stderr };
}

function collect(
  given: readonly GivenOption[],
  canInclude: (path: string) => boolean,
): Read | { readonly options: NftOptions } {
  const definitions: (readonly [string, string])[] = [];
  const includePaths: string[] = [];
  const letters = new Set<string>();
  let file: string | undefined;
  for (const { option, argument } of given) {
    letters.add(option.letter);
    switch (option.letter) {
      case 'h':
        return { exit: 0, stdout: usageText(), stderr: '' };
      case 'v':
        return { exit: 0, stdout: VERSION_LINE, stderr: '' };
      case 'V':
        return { exit: 0, stdout: EXTENDED_VERSION, stderr: '' };
      case 'D': {
        const at = argument.indexOf('=');
        if (at < 0) return refuse(`Error: Failed to define variable '${argument}'\n`);
        definitions.push([argument.slice(0, at), argument.slice(at + 1)]);
        break;
      }
      case 'I':
        if (canInclude(argument)) includePaths.push(argument);
        break;
      case 'd': {
        const wrong = argument.split(',').find((level) => !DEBUG_LEVELS.has(level));
        if (wrong !== undefined) return refuse(`Error: invalid debug parameter \`${wrong}'\n`);
        break;
      }
      case 'f':
        file = argument;
        break;
      default:
    }
    if (letters.has('i') && letters.has('f')) {
      return refuse('Error: -i/--interactive and -f/--file options cannot be combined\n');
    }
  }
  if (letters.has('i')) return { unsimulated: 'nft -i' };
  if (letters.has('d')) return { unsimulated: 'nft -d' };
  return {
    options: {
      file,
      definitions,
      includePaths,
      check: letters.has('c'),
      optimize: letters.has('o'),
      echo: letters.has('e'),
      json: letters.has('j'),
      format: new Set<FormatLetter>(FORMAT_LETTERS.filter((letter) => letters.has(letter))),
    },
  };
}
