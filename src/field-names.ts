import { suggestWord } from './nearest-word.js';

/** The names that an object may have for its fields; the compiler finds one that is missing here. */
export type FieldNames<Fields> = Readonly<Record<keyof Fields, true>>;

/** Checks that an object has no other fields than these: what callers without types misspell would be left out in silence. @throws TypeError */
export function checkFieldNames<Fields extends object>(
  given: Fields | undefined,
  names: FieldNames<Fields>,
): void {
  for (const name in given) {
    if (!Object.hasOwn(names, name)) throw unknownField(name, Object.keys(names));
  }
}

/** The error about a field that isn't known: the nearest one, or all that are. */
export function unknownField(name: string, known: readonly string[]): TypeError {
  const hint = suggestWord(name, known) ?? `known: ${known.join(', ')}`;
  return new TypeError(`${name}: no such field; ${hint}`);
}
