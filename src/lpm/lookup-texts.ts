import { addressBits, type Family } from '../address/family.js';
import { lookupTrieBatch } from './lookup-trie.js';
import { readWords, type AddressLike } from './prefix-like.js';
import type { Trie } from './trie/trie.js';

/** So many addresses are read before they are looked up together: their words stay in the near cache. */
const PIECE = 512;

/** Where a piece is read to: nothing of it outlives the call. */
const readPiece = { 4: new Uint32Array(PIECE), 6: new Uint32Array(4 * PIECE) };

/** Looks many addresses up, as text or as objects; see LpmTable.lookupTexts. */
export function lookupTexts(
  family: Family,
  trie: Trie,
  addresses: readonly AddressLike[],
  out: Int32Array,
): void {
  const words = readPiece[family];
  const step = addressBits(family) / 32;
  for (let from = 0; from < addresses.length; from += PIECE) {
    const count = Math.min(PIECE, addresses.length - from);
    for (let index = 0; index < count; index++) {
      readWords(family, addresses[from + index] ?? '', words, step * index);
    }
    lookupTrieBatch(trie, words.subarray(0, step * count), out.subarray(from, from + count));
  }
}
