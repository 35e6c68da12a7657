/** One long option of a tool. */
export interface LongOption {
  readonly name: string;
  readonly argument: ArgumentNeed;
  /** What it's reported as; several spellings of an option share it. */
  readonly value: string;
}

/** Whether an option reads an argument. An optional one counts only in the same word. */
export type ArgumentNeed = 'none' | 'required' | 'optional';

/** What the scanner finds next. */
export type Found =
  | { readonly kind: 'option'; readonly value: string; readonly argument: string | undefined }
  /** A word that is no option. */
  | { readonly kind: 'word'; readonly word: string }
  /** No option has that name; `letter` is the short one, undefined for a long one. */
  | { readonly kind: 'unknown'; readonly letter: string | undefined }
  | { readonly kind: 'missing-argument' }
  | { readonly kind: 'end' };

/**
 * Reads a command line word by word as getopt_long(3) does with `-` first in its option string: words that are no options come in
 * their place, `--` ends the options, a long option may be abbreviated.
 *
 * Options can be added while it reads, as `-m` and `-j` do.
 */
export class OptionScanner {
  readonly #argv: readonly string[];
  readonly #short: ReadonlyMap<string, ArgumentNeed>;
  #next = 0;
  /** Letters of a word like `-nvL` that aren't read yet. */
  #cluster = '';

  constructor(argv: readonly string[], short: ReadonlyMap<string, ArgumentNeed>) {
    this.#argv = argv;
    this.#short = short;
  }

  /** The word that was read last. */
  get lastWord(): string {
    return this.#argv[this.#next - 1] ?? '';
  }

  /** Whether words are left. */
  get hasMore(): boolean {
    return this.#next < this.#argv.length;
  }

  /** The words that are left. */
  get rest(): readonly string[] {
    return this.#argv.slice(this.#next);
  }

  /** Takes the next word if it can be an argument: it begins with neither `-` nor `!`. */
  takeArgument(): string | undefined {
    const word = this.#argv[this.#next];
    if (word === undefined || word.startsWith('-') || word.startsWith('!')) return undefined;
    this.#next += 1;
    return word;
  }

  /** Goes back to the beginning of the word that was read last. */
  back(): void {
    this.#next -= 1;
    this.#cluster = '';
  }

  /** Reads the next option or word. */
  next(long: readonly LongOption[]): Found {
    if (this.#cluster !== '') return this.#readLetter();
    const word = this.#argv[this.#next];
    if (word === undefined) return { kind: 'end' };
    this.#next += 1;
    if (word === '--') return { kind: 'end' };
    if (word.startsWith('--')) return this.#readLong(word.slice(2), long);
    if (!word.startsWith('-') || word === '-') return { kind: 'word', word };
    this.#cluster = word.slice(1);
    return this.#readLetter();
  }

  #readLetter(): Found {
    const [letter = ''] = this.#cluster;
    const rest = this.#cluster.slice(letter.length);
    this.#cluster = rest;
    const need = this.#short.get(letter);
    if (need === undefined) return { kind: 'unknown', letter };
    if (need === 'none') return { kind: 'option', value: letter, argument: undefined };
    this.#cluster = '';
    if (rest !== '') return { kind: 'option', value: letter, argument: rest };
    return need === 'required'
      ? this.#withNextWord(letter)
      : { kind: 'option', value: letter, argument: undefined };
  }

  #readLong(text: string, long: readonly LongOption[]): Found {
    const equals = text.indexOf('=');
    const name = equals < 0 ? text : text.slice(0, equals);
    const argument = equals < 0 ? undefined : text.slice(equals + 1);
    const option = findLong(name, long);
    if (option === undefined) return { kind: 'unknown', letter: undefined };
    const { value } = option;
    if (argument !== undefined) {
      // An argument that isn't wanted makes the option unknown, by the letter that it stands for.
      return option.argument === 'none'
        ? { kind: 'unknown', letter: value }
        : { kind: 'option', value, argument };
    }
    return option.argument === 'required'
      ? this.#withNextWord(value)
      : { kind: 'option', value, argument: undefined };
  }

  #withNextWord(value: string): Found {
    const argument = this.#argv[this.#next];
    if (argument === undefined) return { kind: 'missing-argument' };
    this.#next += 1;
    return { kind: 'option', value, argument };
  }
}

/** The option of that name, or the only one that begins so; several that mean the same count as one. */
function findLong(name: string, long: readonly LongOption[]): LongOption | undefined {
  const exact = long.find((option) => option.name === name);
  if (exact !== undefined) return exact;
  const [first, ...others] = long.filter((option) => option.name.startsWith(name));
  const unique = others.every(
    ({ value, argument }) => value === first?.value && argument === first.argument,
  );
  return unique ? first : undefined;
}
