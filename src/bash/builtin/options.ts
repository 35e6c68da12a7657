/** The options that a builtin was called with. */
export interface Options {
  /** Each letter and its value; empty for a letter that takes none. */
  readonly letters: ReadonlyMap<string, string>;
  /** The words behind the options. */
  readonly rest: readonly string[];
  /** What is no option, or lacks its value; undefined when all is well. */
  readonly wrong: { readonly option: string; readonly lacksValue: boolean } | undefined;
}

/** Reads the options at the beginning of a builtin's words: `known` has their letters, with a colon behind those that take a value. */
export function readOptions(argv: readonly string[], known: string): Options {
  const letters = new Map<string, string>();
  let at = 0;
  for (; at < argv.length; at++) {
    const word = argv[at] ?? '';
    if (word === '--') {
      at++;
      break;
    }
    if (!/^-./.test(word)) break;
    for (let place = 1; place < word.length; place++) {
      const letter = word.charAt(place);
      const found = letter === ':' ? -1 : known.indexOf(letter);
      if (found < 0)
        return { letters, rest: [], wrong: { option: `-${letter}`, lacksValue: false } };
      if (known.charAt(found + 1) !== ':') {
        letters.set(letter, '');
        continue;
      }
      const inside = word.slice(place + 1);
      if (inside === '' && at + 1 >= argv.length) {
        return { letters, rest: [], wrong: { option: `-${letter}`, lacksValue: true } };
      }
      letters.set(letter, inside === '' ? (argv[++at] ?? '') : inside);
      break;
    }
  }
  return { letters, rest: argv.slice(at), wrong: undefined };
}
