/** The options of a program, as getopt_long(3) takes them. */
export interface OptionSpecification {
  /** Letters; one with `:` takes an argument, one with `::` may have one attached to it. */
  readonly short: string;
  /** Long names and the letters that they stand for; the letter decides about an argument. */
  readonly long?: Readonly<Record<string, string>>;
  /** The first word that is no option ends them; absent: options may follow it. */
  readonly stopsAtWord?: boolean;
}

/** One option as it was given. */
export interface GivenOption {
  readonly letter: string;
  /** Undefined when it takes none, or has none. */
  readonly argument: string | undefined;
}

/** A program's options and its other words in their order; or what it complains about, without its name in front. */
export type ReadOptions =
  | { readonly options: readonly GivenOption[]; readonly words: readonly string[] }
  | { readonly mistake: string };

/** Reads the options of a program as the C library does. Source: getopt_long(3). */
export function readOptions(
  argv: readonly string[],
  { short, long = {}, stopsAtWord = false }: OptionSpecification,
): ReadOptions {
  const options: GivenOption[] = [];
  const words: string[] = [];
  const rest = [...argv];
  const need = (letter: string): string => {
    const at = short.indexOf(letter);
    return /^:*/.exec(short.slice(at + 1))?.[0] ?? '';
  };
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--') break;
    if (word === '-' || !word.startsWith('-')) {
      words.push(word);
      if (stopsAtWord) break;
      continue;
    }
    if (word.startsWith('--')) {
      const [, name = '', , value] = /^--([^=]*)(=(.*))?$/s.exec(word) ?? [];
      const found = longOption(long, name);
      if ('mistake' in found) return found;
      const takes = need(found.letter);
      if (takes === '' && value !== undefined) {
        return { mistake: `option '--${found.name}' doesn't allow an argument` };
      }
      const argument = value ?? (takes === ':' ? rest.shift() : undefined);
      if (takes === ':' && argument === undefined) {
        return { mistake: `option '--${found.name}' requires an argument` };
      }
      options.push({ letter: found.letter, argument });
      continue;
    }
    for (let letters = word.slice(1); letters !== '';) {
      const letter = letters.slice(0, 1);
      letters = letters.slice(1);
      if (letter === ':' || !short.includes(letter)) {
        return { mistake: `invalid option -- '${letter}'` };
      }
      const takes = need(letter);
      const attached = takes === '' || letters === '' ? undefined : letters;
      if (attached !== undefined) letters = '';
      const argument = attached ?? (takes === ':' ? rest.shift() : undefined);
      if (takes === ':' && argument === undefined) {
        return { mistake: `option requires an argument -- '${letter}'` };
      }
      options.push({ letter, argument });
    }
  }
  return { options, words: [...words, ...rest] };
}

/** A long option may be cut short as long as it is the only one that begins so. */
function longOption(
  long: Readonly<Record<string, string>>,
  name: string,
): { readonly name: string; readonly letter: string } | { readonly mistake: string } {
  const exact = long[name];
  if (exact !== undefined) return { name, letter: exact };
  const meant = Object.entries(long).filter(([one]) => one.startsWith(name));
  const [first] = meant;
  if (first === undefined) return { mistake: `unrecognized option '--${name}'` };
  if (meant.every(([, letter]) => letter === first[1])) return { name: first[0], letter: first[1] };
  const names = meant.map(([one]) => ` '--${one}'`).join('');
  return { mistake: `option '--${name}' is ambiguous; possibilities:${names}` };
}
