import { readBracket } from './bracket.js';
import { ANY_CHARACTER, literal, repeat, sequence, type Pattern } from './pattern.js';

/** Any number of any characters. */
const ANYTHING = repeat(ANY_CHARACTER, 0, Infinity);

/** Reads a pattern of `*`, `?` and `[...]` as fnmatch(3) does without flags: it is all of a name. */
export function readGlob(text: string): Pattern {
  const characters = Array.from(text);
  const parts: Pattern[] = [{ kind: 'assertion', assertion: 'start' }];
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] ?? '';
    const bracket = character === '[' ? readBracket(characters, at + 1, '!^') : undefined;
    if (bracket !== undefined) {
      parts.push({ kind: 'character', set: bracket.set });
      at = bracket.end - 1;
    } else if (character === '*') parts.push(ANYTHING);
    else if (character === '?') parts.push(ANY_CHARACTER);
    else if (character === '\\') parts.push(literal(characters[++at] ?? '\\'));
    else parts.push(literal(character));
  }
  return sequence([...parts, { kind: 'assertion', assertion: 'end' }]);
}
