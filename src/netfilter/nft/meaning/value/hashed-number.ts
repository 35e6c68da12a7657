import { all, type Predicate } from '../../../../predicate/predicate.js';
import { assertNever } from '../../../../assert-never.js';
import { datatypes } from '../../datatype.js';
import { scalarParts, type ScalarType } from '../../value-type.js';
import { expressionParts } from './expression-value.js';
import type { NftScope } from '../scope.js';
import { constantWords, shiftWord, type Value, type Word } from './value.js';
import type { HashedNumber, HashedWord } from './hashed-bytes.js';
import type { JhashSelector } from '../../expression.js';

/** What is hashed of some packets. */
export interface HashedCase {
  readonly when: Predicate;
  readonly number: HashedNumber;
}

/** What is hashed, by which packets; undefined where that isn't the bits of registers, or the kernel has drawn the seed. */
export function hashedCases(
  { of, seed, modulus }: JhashSelector,
  scope: NftScope,
): readonly HashedCase[] | undefined {
  if (seed === undefined) return undefined;
  const types = scalarParts(of.type);
  const parts = expressionParts(of, scope).map((value, index) => casesOf(value, types[index]));
  const [type] = types;
  if (type === undefined || !parts.every((part) => part !== undefined)) return undefined;
  const count = parts.reduce((product, part) => product * part.length, 1);
  if (count > MOST_CASES) return undefined;
  const combined = parts.reduce(
    (found, part) => found.flatMap((before) => part.map(beside(before))),
    [{ when: all([]), words: [] }],
  );
  // Side by side values fill whole registers.
  const isAlone = types.length === 1;
  return combined.map(({ when, words }) => ({
    when,
    number: { words, bytes: isAlone ? bytesOf(type) : words.length * 4, seed, modulus },
  }));
}

/** So many ways to come to a hash are distinguished. */
const MOST_CASES = 64;

interface PartCase {
  readonly when: Predicate;
  readonly words: readonly HashedWord[];
}

function beside(before: PartCase): (part: PartCase) => PartCase {
  return ({ when, words }) => ({
    when: all([before.when, when]),
    words: [...before.words, ...words],
  });
}

function casesOf(value: Value, type: ScalarType | undefined): readonly PartCase[] | undefined {
  if (type === undefined) return undefined;
  switch (value.kind) {
    case 'words':
      return [{ when: value.present, words: inMemory(value.words, type) }];
    case 'cases':
      return value.cases.map(({ when, value: known }) => ({
        when,
        words: inMemory(constantWords(known, type.bits), type),
      }));
    case 'less':
    case 'open':
      return undefined;
    default:
      return assertNever(value);
  }
}

/** Words as they lie in memory: the first bytes of a number that is not of whole words lie in its first one. */
function inMemory(words: readonly Word[], type: ScalarType): readonly HashedWord[] {
  const isText = datatypes[type.datatype].base === 'string' || type.datatype === 'string';
  if (type.order === 'host' && !isText) {
    return words.toReversed().map((word) => ({ word, first: 'lowest' }));
  }
  const [word] = words;
  if (words.length > 1 || word === undefined) {
    return words.map((one) => ({ word: one, first: 'highest' }));
  }
  const wide = { ...word, bits: 32 };
  return [{ word: shiftWord(wide, 32 - 8 * bytesOf(type)), first: 'highest' }];
}

function bytesOf({ bits }: ScalarType): number {
  return Math.ceil(bits / 8);
}
