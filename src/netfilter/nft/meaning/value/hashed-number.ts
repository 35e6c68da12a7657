import type { Predicate } from '../../../../predicate/predicate.js';
import { datatypes } from '../../datatype.js';
import { scalarParts, type ScalarType } from '../../value-type.js';
import { expressionParts } from './expression-value.js';
import type { NftScope } from '../scope.js';
import { keyCases } from './key-cases.js';
import { shiftWord, type Word } from './value.js';
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
  const [type] = types;
  const cases = keyCases(expressionParts(of, scope), types);
  if (type === undefined || cases === undefined || cases.length > MOST_CASES) return undefined;
  // Side by side values fill whole registers.
  const isAlone = types.length === 1;
  return cases.map(({ when, key }) => {
    const words = key.flatMap((part, index) => inMemory(part, types[index] ?? type));
    return {
      when,
      number: { words, bytes: isAlone ? bytesOf(type) : words.length * 4, seed, modulus },
    };
  });
}

/** So many ways to come to a hash are distinguished. */
const MOST_CASES = 64;

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
