import type { Word } from './value.js';

/** A number that is made of a packet's bytes: their hash, brought below a modulus. Source: `nft_jhash_eval`. */
export interface HashedNumber {
  readonly words: readonly HashedWord[];
  readonly bytes: number;
  readonly seed: number;
  readonly modulus: number;
}

/** Four bytes of what is hashed; those that aren't there count as 0. */
export interface HashedWord {
  readonly word: Word;
  /** Which byte of the word lies first in memory. */
  readonly first: 'highest' | 'lowest';
}
