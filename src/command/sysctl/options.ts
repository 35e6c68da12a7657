import { Refusal } from '../refusal.js';
import { SYSCTL_USAGE } from './usage.js';

/** The options of `sysctl`, and the words that are none. Source: sysctl(8). */
export interface SysctlOptions {
  readonly all: boolean;
  readonly deprecated: boolean;
  readonly dryRun: boolean;
  /** Of a key, its value only. */
  readonly valuesOnly: boolean;
  /** No line end after a value. */
  readonly bare: boolean;
  readonly namesOnly: boolean;
  readonly ignoreUnknown: boolean;
  readonly quiet: boolean;
  readonly write: boolean;
  /** Values are read from files: those named by the other words, and before them this one. */
  readonly load: boolean;
  readonly loadFile: string | undefined;
  readonly system: boolean;
  readonly pattern: string | undefined;
  readonly words: readonly string[];
  /** What ends the run at once: help, or the version. */
  readonly ending: 'help' | 'version' | undefined;
}

type Draft = { -readonly [Key in keyof SysctlOptions]: SysctlOptions[Key] };

/** What each option does; `undefined` as value of the option when it has none. */
const SHORT: ReadonlyMap<string, (draft: Draft, value: string | undefined) => void> = new Map(
  Object.entries({
    a: (draft: Draft) => void (draft.all = true),
    A: (draft: Draft) => void (draft.all = true),
    X: (draft: Draft) => void (draft.all = true),
    b: (draft: Draft) => {
      draft.bare = true;
      draft.valuesOnly = true;
    },
    e: (draft: Draft) => void (draft.ignoreUnknown = true),
    N: (draft: Draft) => void (draft.namesOnly = true),
    n: (draft: Draft) => void (draft.valuesOnly = true),
    p: load,
    f: load,
    q: (draft: Draft) => void (draft.quiet = true),
    w: (draft: Draft) => void (draft.write = true),
    o: () => undefined,
    x: () => undefined,
    r: (draft: Draft, value: string | undefined) => void (draft.pattern = value),
    d: (draft: Draft) => void (draft.ending ??= 'help'),
    h: (draft: Draft) => void (draft.ending ??= 'help'),
    V: (draft: Draft) => void (draft.ending ??= 'version'),
  }),
);

function load(draft: Draft, value: string | undefined): void {
  draft.load = true;
  if (value !== undefined) draft.loadFile = value;
}

/** Long options, by the letter that does the same; those without one stand for themselves. */
const LONG: ReadonlyMap<string, string> = new Map([
  ['all', 'a'],
  ['binary', 'b'],
  ['ignore', 'e'],
  ['names', 'N'],
  ['values', 'n'],
  ['load', 'p'],
  ['pattern', 'r'],
  ['quiet', 'q'],
  ['write', 'w'],
  ['help', 'h'],
  ['version', 'V'],
  ['deprecated', 'deprecated'],
  ['dry-run', 'dryRun'],
  ['system', 'system'],
]);

/** Reads the words of a command line as getopt_long(3) does. @throws Refusal when there is no such option. */
export function readSysctlOptions(argv: readonly string[]): SysctlOptions {
  const words: string[] = [];
  const draft: Draft = {
    all: false,
    deprecated: false,
    dryRun: false,
    valuesOnly: false,
    bare: false,
    namesOnly: false,
    ignoreUnknown: false,
    quiet: false,
    write: false,
    load: false,
    loadFile: undefined,
    system: false,
    pattern: undefined,
    words,
    ending: undefined,
  };
  for (let at = 0; at < argv.length; at += 1) {
    const word = argv[at] ?? '';
    if (word === '--') {
      words.push(...argv.slice(at + 1));
      break;
    }
    if (word.startsWith('--')) at += takeLong(draft, word.slice(2), argv[at + 1]);
    else if (word.startsWith('-') && word !== '-') at += takeShort(draft, word, argv[at + 1]);
    else words.push(word);
    if (draft.ending !== undefined) break;
  }
  return draft;
}

/** Takes one word of long form; gives how many further words it took. */
function takeLong(draft: Draft, text: string, next: string | undefined): number {
  const [given, value] = splitOnce(text);
  const names = [...LONG.keys()].filter((name) => name.startsWith(given));
  const name = names.includes(given) ? given : names.length === 1 ? names[0] : undefined;
  const letter = name === undefined ? undefined : LONG.get(name);
  if (names.length > 1 && letter === undefined) {
    const candidates = names.map((candidate) => `'--${candidate}'`).join(' ');
    return refuseOption(`option '--${given}' is ambiguous; possibilities: ${candidates}`);
  }
  if (letter === undefined) return refuseOption(`unrecognized option '--${given}'`);
  if (letter === 'deprecated' || letter === 'dryRun' || letter === 'system') {
    draft[letter] = true;
    return 0;
  }
  if (letter === 'r' && value === undefined) {
    if (next === undefined) return refuseOption("option '--pattern' requires an argument");
    SHORT.get('r')?.(draft, next);
    return 1;
  }
  if (value !== undefined && letter !== 'r' && letter !== 'p') {
    return refuseOption(`option '--${name}' doesn't allow an argument`);
  }
  SHORT.get(letter)?.(draft, value);
  return 0;
}

function splitOnce(text: string): readonly [string, string | undefined] {
  const at = text.indexOf('=');
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

/** Takes a word of one or more letters; gives how many further words it took. */
function takeShort(draft: Draft, word: string, next: string | undefined): number {
  for (let at = 1; at < word.length; at += 1) {
    const letter = word[at] ?? '';
    const run = SHORT.get(letter);
    if (run === undefined) return refuseOption(`invalid option -- '${letter}'`);
    const rest = word.slice(at + 1);
    if (letter === 'r') {
      const value = rest === '' ? next : rest;
      if (value === undefined) return refuseOption("option requires an argument -- 'r'");
      run(draft, value);
      return rest === '' ? 1 : 0;
    }
    if (letter === 'p') {
      run(draft, rest === '' ? undefined : rest);
      return 0;
    }
    run(draft, undefined);
    if (draft.ending !== undefined) return 0;
  }
  return 0;
}

/** A wrong option: the tool complains, shows how it is used, and calls that a success. */
export class WrongOption extends Refusal {
  /** What goes to standard output. */
  readonly stdout = SYSCTL_USAGE;
}

function refuseOption(why: string): never {
  throw new WrongOption(0, `sysctl: ${why}\n`);
}
