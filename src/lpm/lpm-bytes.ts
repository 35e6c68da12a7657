/**
 * A table as bytes, in little-endian 32-bit words:
 *
 * ```
 *   0  "NHLP"              6  bytes of the values' JSON
 *   1  version             7  checksum of all other words
 *   2  family              8  rows, as in row.ts
 *   3  words of rows       .. directory
 *   4  words of directory  .. fallback: 128 entries, then 128 lengths as bytes
 *   5  words of trie       .. pages and nodes, as in trie-v4.ts
 *                          .. values by id, a JSON array in UTF-8, filled up with zeros to a whole word
 * ```
 */
import { Directory } from './directory.js';
import { asFallback, FALLBACK_BITS, type Fallback } from './fallback.js';
import { allRows, type LpmState } from './lpm-state.js';
import { RowTree } from './row/row-tree.js';
import { trieShape } from './trie/trie-shape.js';
import { TrieWriter } from './trie/trie-writer.js';
import { buildTrie } from './trie/trie.js';
import { ValuePool } from './trie/value-pool.js';
import { WordArena } from './trie/word-arena.js';

/** Gives a buffer of so many bytes. */
export type AllocateBuffer = (byteLength: number) => ArrayBufferLike;

const MAGIC = 0x504c484e;
const VERSION = 1;
const HEADER_WORDS = 8;
const CHECKSUM_AT = 7;
const FALLBACK_SLOTS = 1 << FALLBACK_BITS;
const FALLBACK_WORDS = FALLBACK_SLOTS + FALLBACK_SLOTS / 4;

/** Writes a table's state. */
export function writeState<V>(
  state: LpmState<V>,
  encode: (value: V) => unknown,
  allocate: AllocateBuffer,
): Uint8Array {
  const { family } = state.rows;
  const rows = allRows(state);
  // Built anew: what edits have left behind stays out.
  const trie = buildTrie(trieShape(family), rows);
  const json = JSON.stringify(state.pool.all().map((value) => encode(value)));
  const values = new TextEncoder().encode(json);
  const counts = [rows.length, trie.directory.length, trie.words.length];
  const words = counts.reduce((sum, count) => sum + count, HEADER_WORDS + FALLBACK_WORDS);
  const buffer = allocate(4 * (words + Math.ceil(values.length / 4)));
  const bytes = new Uint8Array(buffer);
  const all = new Uint32Array(buffer);
  let end = HEADER_WORDS;
  const put = (part: ArrayLike<number>): void => {
    all.set(part, end);
    end += part.length;
  };
  put(rows);
  put(trie.directory.slots);
  put(trie.fallback.entries);
  put(new Uint32Array(trie.fallback.lengths.slice().buffer));
  put(trie.words);
  bytes.set(values, 4 * end);
  all.set([MAGIC, VERSION, family, ...counts, values.length]);
  all[CHECKSUM_AT] = checksum(all);
  return bytes;
}

/**
 * Reads a table's state; it goes on using the bytes.
 *
 * @throws RangeError when the bytes are of another format or version, or damaged
 */
export function readState<V>(bytes: Uint8Array, decode: (json: unknown) => V): LpmState<V> {
  const all = wordsOf(bytes);
  const [magic, version, family, rowWords = 0, directoryWords = 0, trieWords = 0] = all;
  const [valueBytes = 0, sum] = all.subarray(6);
  if (magic !== MAGIC) throw new RangeError('bytes: not a table of prefixes');
  if (version !== VERSION) throw new RangeError(`bytes: version ${VERSION}, got ${version}`);
  if (family !== 4 && family !== 6) throw new RangeError(`bytes: family 4 or 6, got ${family}`);
  const words = HEADER_WORDS + rowWords + directoryWords + FALLBACK_WORDS + trieWords;
  if (all.length !== words + Math.ceil(valueBytes / 4)) throw new RangeError('bytes: cut off');
  if (sum !== checksum(all)) throw new RangeError('bytes: damaged, the checksum differs');
  let end = HEADER_WORDS;
  const take = (count: number): Uint32Array => all.subarray(end, (end += count));
  const rows = take(rowWords);
  const directory = Directory.of(asSigned(take(directoryWords)));
  const fallback = readFallback(take(FALLBACK_WORDS));
  const trie = asSigned(take(trieWords));
  const pool = new ValuePool<V>();
  // TextDecoder refuses shared memory: copy.
  const text = new TextDecoder().decode(bytes.slice(4 * end, 4 * end + valueBytes));
  for (const value of parseArray(text)) pool.add(decode(value));
  const writer = new TrieWriter(trieShape(family), new WordArena(trie));
  writer.settledWords = trie.length;
  return {
    rows: RowTree.build(family, rows),
    trie: { directory, words: trie, fallback, writer },
    pool,
  };
}

function wordsOf(bytes: Uint8Array): Uint32Array {
  if (bytes.byteLength % 4 !== 0) throw new RangeError('bytes: cut off');
  const { buffer, byteOffset } = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  return new Uint32Array(buffer, byteOffset, bytes.byteLength / 4);
}

function asSigned(words: Uint32Array): Int32Array {
  return new Int32Array(words.buffer, words.byteOffset, words.length);
}

function readFallback(words: Uint32Array): Fallback {
  const entries = asSigned(words).subarray(0, FALLBACK_SLOTS);
  const lengths = new Int8Array(
    words.buffer,
    words.byteOffset + 4 * FALLBACK_SLOTS,
    FALLBACK_SLOTS,
  );
  return asFallback(entries, lengths);
}

function parseArray(text: string): readonly unknown[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new RangeError('bytes: values are no JSON', { cause: error });
  }
  if (!Array.isArray(value)) throw new RangeError('bytes: values are no array');
  return value;
}

/** FNV-1a over 32-bit words, its own left out. */
function checksum(all: Uint32Array): number {
  let sum = 0x811c9dc5;
  for (let at = 0; at < all.length; at++) {
    if (at === CHECKSUM_AT) continue;
    sum = Math.imul(sum ^ (all[at] ?? 0), 0x01000193);
  }
  return sum >>> 0;
}
