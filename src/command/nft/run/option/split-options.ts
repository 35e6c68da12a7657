import { OPTIONS, type OptionRow } from './option-table.js';

/** One option with its argument. */
export interface GivenOption {
  readonly option: OptionRow;
  /** Empty for an option that takes none. */
  readonly argument: string;
}

/** The options before the first other word, and the words from there on; or what getopt_long(3) prints. */
export type SplitWords =
  | { readonly given: readonly GivenOption[]; readonly words: readonly string[] }
  | { readonly given: readonly GivenOption[]; readonly mistake: string };

/** Reads options as getopt_long(3) does, up to the first word that is none. */
export function splitOptions(argv: readonly string[]): SplitWords {
  const given: GivenOption[] = [];
  let at = 0;
  for (;;) {
    const word = argv[at];
    if (word === undefined || !word.startsWith('-') || word === '-') break;
    at++;
    if (word === '--') break;
    const read = word.startsWith('--')
      ? readLong(word.slice(2), argv[at])
      : readLetters(word.slice(1), argv[at]);
    given.push(...read.given);
    if (read.mistake !== undefined) return { given, mistake: read.mistake };
    if (read.tookNext) at++;
  }
  return { given, words: argv.slice(at) };
}

interface ReadWord {
  readonly given: readonly GivenOption[];
  readonly tookNext: boolean;
  readonly mistake: string | undefined;
}

const mistaken = (mistake: string, given: readonly GivenOption[] = []): ReadWord => ({
  given,
  tookNext: false,
  mistake,
});

function readLong(word: string, next: string | undefined): ReadWord {
  const [name = '', ...rest] = word.split('=');
  const value = rest.length === 0 ? undefined : rest.join('=');
  const exact = OPTIONS.filter((option) => option.name === name);
  const found =
    exact.length > 0 ? exact : OPTIONS.filter((option) => option.name?.startsWith(name));
  const [option] = found;
  if (option === undefined) return mistaken(`unrecognized option '--${word}'`);
  if (found.length > 1) {
    const names = found.map((one) => `'--${one.name}'`).join(' ');
    return mistaken(`option '--${word}' is ambiguous; possibilities: ${names}`);
  }
  if (option.argument === undefined) {
    if (value !== undefined) return mistaken(`option '--${option.name}' doesn't allow an argument`);
    return { given: [{ option, argument: '' }], tookNext: false, mistake: undefined };
  }
  const argument = value ?? next;
  if (argument === undefined) return mistaken(`option '--${option.name}' requires an argument`);
  return { given: [{ option, argument }], tookNext: value === undefined, mistake: undefined };
}

function readLetters(letters: string, next: string | undefined): ReadWord {
  const given: GivenOption[] = [];
  for (let at = 0; at < letters.length; at++) {
    const letter = letters.charAt(at);
    const option = OPTIONS.find((one) => one.letter === letter);
    if (option === undefined) return mistaken(`invalid option -- '${letter}'`, given);
    if (option.argument === undefined) {
      given.push({ option, argument: '' });
      continue;
    }
    const rest = letters.slice(at + 1);
    const argument = rest === '' ? next : rest;
    if (argument === undefined) {
      return mistaken(`option requires an argument -- '${letter}'`, given);
    }
    return {
      given: [...given, { option, argument }],
      tookNext: rest === '',
      mistake: undefined,
    };
  }
  return { given, tookNext: false, mistake: undefined };
}
