import { Directory } from '../directory.js';
import { coverFallback, EMPTY_FALLBACK, FALLBACK_BITS, type Fallback } from '../fallback.js';
import { rowStride } from '../row/row.js';
import type { TrieShape } from './trie-shape.js';
import { TrieWriter } from './trie-writer.js';
import { WordArena } from './word-arena.js';

/**
 * A compact binary trie: an immutable answer to "which value id has the longest prefix that holds this address". It shares its arena
 * with the tries that it was edited from. How the words are laid out: see trie-v4.ts.
 */
export interface Trie {
  /** The first level: where each page lies in {@link words}. */
  readonly directory: Directory;
  /** Pages and nodes. Word 0 is spare, so that no place is 0. */
  readonly words: Int32Array;
  readonly fallback: Fallback;
  /** What edits of this trie write with. */
  readonly writer: TrieWriter;
}

/** Builds a trie of rows that are in order and differ in their prefixes. */
export function buildTrie(shape: TrieShape, rows: Uint32Array): Trie {
  // A full Internet table takes 1.7 words per prefix beyond its pages; too little costs a copy, too much is given back.
  const guess = 2048 + Math.ceil((2.2 * rows.length) / rowStride(shape.family));
  const writer = new TrieWriter(shape, new WordArena(new Int32Array(guess), 1));
  const directory = new Int32Array(1 << writer.level(0).bits);
  writer.paint(0, directory, rows, 0, rows.length);
  writer.completeDirect(0, directory);
  writer.arena.trim();
  writer.settledWords = writer.arena.used;
  return {
    directory: Directory.of(directory),
    words: writer.arena.words,
    fallback: buildFallback(shape, rows),
    writer,
  };
}

function buildFallback(shape: TrieShape, rows: Uint32Array): Fallback {
  const stride = rowStride(shape.family);
  let fallback = EMPTY_FALLBACK;
  for (let at = 0; at < rows.length; at += stride) {
    if ((rows[at + stride - 2] ?? 0) > FALLBACK_BITS) continue;
    fallback = coverFallback(fallback, shape.family, rows, at);
  }
  return fallback;
}
