import { parameterMistake, syntaxMistake, unsimulated } from './mistake.js';
import type { ListingDepth, ListingForm } from './print-set.js';

/** How a run of the tool is asked to work, by options that may stand anywhere in a command line. In a file they hold from their line on. */
export interface Environment {
  /** What is there already, or isn't, is no mistake. */
  exist: boolean;
  /** Nothing is said but what was asked for. */
  quiet: boolean;
  depth: ListingDepth;
  output: ListingForm | undefined;
  /** The file that `restore` reads, and others write; undefined for standard input and output. */
  file: string | undefined;
}

/** How a run begins. */
export function newEnvironment(): Environment {
  return { exist: false, quiet: false, depth: 'all', output: undefined, file: undefined };
}

/** Options by their spellings without dashes. */
const OPTIONS: ReadonlyMap<string, keyof typeof SET> = new Map([
  ['!', 'exist'],
  ['exist', 'exist'],
  ['q', 'quiet'],
  ['quiet', 'quiet'],
  ['n', 'name'],
  ['name', 'name'],
  ['t', 'terse'],
  ['terse', 'terse'],
  ['o', 'output'],
  ['output', 'output'],
  ['f', 'file'],
  ['file', 'file'],
  ['s', 'sorted'],
  ['sorted', 'sorted'],
  ['r', 'resolve'],
  ['resolve', 'resolve'],
]);

const FORMS: readonly ListingForm[] = ['plain', 'save', 'xml', 'json'];

const SET = {
  exist: (environment: Environment) => {
    environment.exist = true;
  },
  quiet: (environment: Environment) => {
    environment.quiet = true;
  },
  name: (environment: Environment) => {
    environment.depth = 'names';
  },
  terse: (environment: Environment) => {
    if (environment.depth === 'all') environment.depth = 'headers';
  },
  output: (environment: Environment, value: string) => {
    const form = FORMS.find((one) => one === value);
    if (form === undefined) throw syntaxMistake(`unknown output mode '${value}'`);
    environment.output = form;
  },
  file: (environment: Environment, value: string) => {
    environment.file = value;
  },
  sorted: () => {
    throw unsimulated('ipset -sorted');
  },
  resolve: () => {
    throw unsimulated('ipset -resolve');
  },
} as const;

/** Takes the options out of a command line; what is left is the command with its words. @throws IpsetMistake */
export function readEnvironment(
  environment: Environment,
  words: readonly string[],
): readonly string[] {
  const left: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    const [, name = ''] = /^--?(.+)$/.exec(word) ?? [];
    const option = OPTIONS.get(name);
    if (option === undefined) {
      left.push(word);
      continue;
    }
    let value: string | undefined = '';
    if (option === 'output' || option === 'file') {
      at += 1;
      value = words[at];
      if (value === undefined) {
        throw parameterMistake(`Missing mandatory argument to option -${option.slice(0, 1)}`);
      }
    }
    SET[option](environment, value);
  }
  return left;
}
