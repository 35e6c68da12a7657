import * as fc from 'fast-check';
import { assertNever } from '../../../src/assert-never.js';
import { ODD_WORDS } from './odd-values.js';

/** One change of a list of words. What it doesn't need it doesn't look at. */
interface WordEdit {
  readonly kind: 'replace' | 'insert' | 'remove' | 'double' | 'swap' | 'letter' | 'odd' | 'join';
  readonly at: number;
  readonly other: number;
  readonly word: string;
  readonly odd: string;
}

/** Lists of words that differ from recorded ones by a few words. */
export function nearWords(recorded: readonly (readonly string[])[]): fc.Arbitrary<string[]> {
  const words = vocabulary(recorded);
  return fc
    .tuple(fc.constantFrom(...recorded), fc.array(wordEdits(words), { maxLength: 4 }))
    .map(([base, edits]) => edits.reduce<string[]>(editWords, [...base]));
}

/** Every word of recorded lists, once. */
export function vocabulary(recorded: readonly (readonly string[])[]): readonly string[] {
  return [...new Set(recorded.flat())];
}

function wordEdits(words: readonly string[]): fc.Arbitrary<WordEdit> {
  return fc.record({
    kind: fc.constantFrom(
      ...([
        'replace',
        'replace',
        'insert',
        'remove',
        'double',
        'swap',
        'letter',
        'odd',
        'join',
      ] as const),
    ),
    at: fc.nat(),
    other: fc.nat(),
    word: fc.constantFrom(...words),
    odd: fc.constantFrom(...ODD_WORDS),
  });
}

function editWords(words: readonly string[], { kind, at, other, word, odd }: WordEdit): string[] {
  const index = at % Math.max(1, words.length);
  const here = words[index] ?? '';
  const there = other % Math.max(1, words.length);
  switch (kind) {
    case 'replace':
      return words.toSpliced(index, 1, word);
    case 'odd':
      return words.toSpliced(index, 1, odd);
    case 'insert':
      return words.toSpliced(index, 0, word);
    case 'remove':
      return words.toSpliced(index, 1);
    case 'double':
      return words.toSpliced(index, 0, here);
    case 'swap':
      if (words.length === 0) return [];
      return words.with(index, words[there] ?? '').with(there, here);
    case 'letter': {
      const letter = other % (here.length + 1);
      return words.toSpliced(index, 1, here.slice(0, letter) + odd + here.slice(letter + 1));
    }
    case 'join':
      return words.toSpliced(index, 2, words.slice(index, index + 2).join(''));
    default:
      return assertNever(kind);
  }
}
