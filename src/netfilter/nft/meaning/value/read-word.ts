import type { Field } from '../../../../packet/field.js';
import type { Word } from './value.js';

/** What a word comes to for a packet: up to 2^32 - 1. */
export function readWord({ constant, terms }: Word, read: (field: Field) => number): number {
  let word = constant;
  for (const { field, take, shift } of terms) {
    const taken = read(field) & take;
    word ^= shift >= 0 ? taken << shift : taken >>> -shift;
  }
  return word >>> 0;
}

/** The number that words make, the most significant first. */
export function readWords(words: readonly Word[], read: (field: Field) => number): bigint {
  return words.reduce(
    (before, word) => (before << BigInt(word.bits)) | BigInt(readWord(word, read)),
    0n,
  );
}
