import { assertNever } from '../../../assert-never.js';
import { OptionScanner, type ArgumentNeed, type LongOption } from './option-scanner.js';

/** The options and words that a program was started with, when all are known; else what it prints. */
export type FrontOptions =
  | {
      readonly kind: 'options';
      /** Arguments by letter, those given last; empty for an option without one. */
      readonly given: ReadonlyMap<string, string>;
      /** How often a letter was given. */
      readonly count: (letter: string) => number;
      readonly words: readonly string[];
    }
  | { readonly kind: 'mistake'; readonly stderr: string };

/** Reads the options of a program as getopt_long(3) does when it prints its own error texts. */
export function readFrontOptions(
  name: string,
  argv: readonly string[],
  short: ReadonlyMap<string, ArgumentNeed>,
  long: readonly LongOption[],
): FrontOptions {
  const scanner = new OptionScanner(argv, short);
  const given = new Map<string, string>();
  const letters: string[] = [];
  const words: string[] = [];
  for (;;) {
    const found = scanner.next(long);
    switch (found.kind) {
      case 'option':
        letters.push(found.value);
        given.set(found.value, found.argument ?? '');
        if (found.argument === undefined && TAKES_NEXT.has(found.value)) scanner.takeArgument();
        break;
      case 'word':
        words.push(found.word);
        break;
      case 'end':
        return {
          kind: 'options',
          given,
          count: (letter) => letters.filter((one) => one === letter).length,
          words: [...words, ...scanner.rest],
        };
      case 'unknown':
      case 'missing-argument': {
        const letter = found.kind === 'unknown' ? found.letter : undefined;
        const text = mistake(scanner.lastWord, found.kind === 'unknown', letter, long);
        return { kind: 'mistake', stderr: `${name}: ${text}\n` };
      }
      default:
        assertNever(found);
    }
  }
}

/** -w and -W read the next word although their argument is optional, and ignore it. */
const TAKES_NEXT: ReadonlySet<string> = new Set(['w', 'W']);

function mistake(
  word: string,
  unknown: boolean,
  letter: string | undefined,
  long: readonly LongOption[],
): string {
  if (!word.startsWith('--')) {
    return unknown
      ? `invalid option -- '${letter ?? ''}'`
      : `option requires an argument -- '${word.slice(-1)}'`;
  }
  const option = word.replace(/=.*$/, '');
  const meant = long.filter(({ name }) => `--${name}`.startsWith(option));
  const [only] = meant;
  if (meant.length > 1) {
    const names = meant.map(({ name }) => ` '--${name}'`).join('');
    return `option '${option}' is ambiguous; possibilities:${names}`;
  }
  if (only === undefined) return `unrecognized option '${word}'`;
  return unknown
    ? `option '--${only.name}' doesn't allow an argument`
    : `option '--${only.name}' requires an argument`;
}
