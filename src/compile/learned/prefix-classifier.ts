import type { Family } from '../../address/family.js';
import { lookupTrieBatch } from '../../lpm/lookup-trie.js';
import { rowStride } from '../../lpm/row.js';
import { trieShape } from '../../lpm/trie-shape.js';
import { buildTrie, type Trie } from '../../lpm/trie.js';
import type { PacketColumns } from '../packet-columns.js';
import type { Classifier } from './classifier.js';
import type { Side } from './observer.js';
import { unitePrefixes, type PrefixSource } from './prefix-union.js';
import { isUniform } from './uniform.js';

/** Prefixes of one class are numbered in blocks of at most so many bits. */
const MOST_BLOCK_BITS = 8;

/**
 * Tells packets apart by an address: by what several tables and tests say of it, all in one lookup.
 *
 * Prefixes are numbered by class, and each class begins a block of numbers: so the class of a number is found in a table that is small
 * enough for the nearest cache, and what a number stands for otherwise is needed by nobody but who asks.
 */
export class PrefixClassifier implements Classifier {
  readonly count: number;
  /** For each number, the place of the prefix among those of the followed source; -1: none. */
  readonly followed: Int32Array;
  readonly #trie: Trie;
  readonly #blockBits: number;
  readonly #classes: Int32Array;

  /**
   * @param length - the most packets at once
   * @param follow - the source whose prefixes can be told
   */
  constructor(
    family: Family,
    private readonly side: Side,
    sources: readonly PrefixSource[],
    readonly follow: PrefixSource | undefined,
    /** The numbers of what the packets last mixed have hit. */
    readonly numbers: Int32Array,
  ) {
    const stride = rowStride(family);
    const { rows, classOf, classes, followed } = unitePrefixes(family, sources, follow);
    this.count = classes;
    const mean = Math.max(1, classOf.length / classes);
    this.#blockBits = Math.min(MOST_BLOCK_BITS, Math.floor(Math.log2(mean)));
    const sizes = new Int32Array(classes);
    for (const found of classOf) sizes[found] = (sizes[found] ?? 0) + 1;
    const block = 1 << this.#blockBits;
    let next = 0;
    const nexts = sizes.map((size) => {
      const first = next;
      next += Math.ceil(size / block) * block;
      return first;
    });
    this.#classes = new Int32Array(next >>> this.#blockBits);
    this.followed = new Int32Array(follow === undefined ? 0 : next).fill(-1);
    for (let row = 0; row < classOf.length; row++) {
      const found = classOf[row] ?? 0;
      const number = nexts[found] ?? 0;
      nexts[found] = number + 1;
      rows[row * stride + stride - 1] = number;
      this.#classes[number >>> this.#blockBits] = found;
      if (follow !== undefined) this.followed[number] = followed[row] ?? -1;
    }
    this.#trie = buildTrie(trieShape(family), rows);
  }

  mix(
    packets: PacketColumns,
    from: number,
    length: number,
    keys: Int32Array,
    weight: number,
  ): number {
    const { numbers } = this;
    const classes = this.#classes;
    const bits = this.#blockBits;
    const stride = packets.family === 4 ? 1 : 4;
    const column = packets[this.side];
    if (stride === 1 && isUniform(column, from, length)) {
      lookupTrieBatch(this.#trie, column.subarray(from, from + 1), numbers);
      const found = numbers[0] ?? 0;
      numbers.fill(found, 0, length);
      return (classes[found >>> bits] ?? 0) * weight;
    }
    lookupTrieBatch(this.#trie, column.subarray(stride * from, stride * (from + length)), numbers);
    for (let at = 0; at < length; at++) {
      const found = classes[(numbers[at] ?? 0) >>> bits] ?? 0;
      keys[at] = ((keys[at] ?? 0) + Math.imul(found, weight)) | 0;
    }
    return 0;
  }
}
