/** How nft was asked to work and to print. */
export interface NftOptions {
  /** The last `-f`; undefined when the words of the command line are the commands. */
  readonly file: string | undefined;
  /** `name=value` of each `-D`. */
  readonly definitions: readonly (readonly [name: string, value: string])[];
  /** Folders in which included files are looked for, in order. */
  readonly includePaths: readonly string[];
  readonly check: boolean;
  readonly optimize: boolean;
  readonly echo: boolean;
  readonly json: boolean;
  /** The options by their letters that change how something is printed. */
  readonly format: ReadonlySet<FormatLetter>;
}

/** An option that changes how something is printed: handles, without state, without elements, services, users, and what is numeric. */
export type FormatLetter = 'a' | 's' | 't' | 'S' | 'N' | 'u' | 'n' | 'y' | 'p' | 'T';

/** The letters of {@link FormatLetter}. */
export const FORMAT_LETTERS: readonly FormatLetter[] = [
  'a',
  's',
  't',
  'S',
  'N',
  'u',
  'n',
  'y',
  'p',
  'T',
];
