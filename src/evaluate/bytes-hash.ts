import { swapBytes } from '../address/swap-bytes.js';
import { hashBytes } from '../ipset/jenkins-hash.js';
import type { ChoiceBytes } from '../program/choice-point.js';
import type { ReadField } from './flow-hash.js';
import { scaleHash } from './scale-hash.js';
import { readWord } from '../netfilter/nft/meaning/value/read-word.js';
import type { HashedNumber, HashedWord } from '../netfilter/nft/meaning/value/hashed-bytes.js';

/** The way that a hash of a packet's bytes chooses. */
export function chooseByBytes({ number, ranges }: ChoiceBytes, read: ReadField): number {
  const found = hashedNumber(number, read);
  return ranges.find(({ last }) => found <= last)?.way ?? 0;
}

/** The number that a packet's bytes give. Source: `nft_jhash_eval`. */
function hashedNumber({ words, bytes, seed, modulus }: HashedNumber, read: ReadField): number {
  const found = words.map((word) => inMemory(word, read));
  return scaleHash(hashBytes(found, bytes, seed), modulus);
}

/** A word as a little-endian machine reads it from memory. */
function inMemory({ word, first }: HashedWord, read: ReadField): number {
  const value = readWord(word, read);
  return first === 'highest' ? swapBytes(value) : value;
}
