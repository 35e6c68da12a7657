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

/** A source whose prefixes are to be told: what each one stands for is a number from 0 on. */
export interface Followed extends PrefixSource {
  readonly numberOf: (place: number) => number;
  /** All numbers are below. */
  readonly numbers: number;
}

/** Words above are more than a value of a trie can hold. */
const VALUE_BOUND = 2 ** 31;

/**
 * Tells packets apart by an address: by what several tables and tests say of it, all in one lookup.
 *
 * What the lookup finds holds both the class and the number of the followed prefix, side by side in its bits: to read either from a
 * table would miss the near caches once more, which costs as much as the lookup. Only where both have too many bits there are tables.
 */
export class PrefixClassifier implements Classifier {
  readonly count: number;
  readonly #trie: Trie;
  /** How many of the bits are the number's. */
  readonly #numberBits: number;
  readonly #tables: { readonly classOf: Int32Array; readonly numberOf: Int32Array } | undefined;

  /** @param follow - one of the sources */
  constructor(
    family: Family,
    private readonly side: Side,
    sources: readonly PrefixSource[],
    readonly follow: Followed | undefined,
    /** The numbers of the followed prefixes that the packets last mixed have hit, from 1 on; 0 for none. */
    readonly numbers: Int32Array,
  ) {
    const stride = rowStride(family);
    const { rows, classOf, classes, followed } = unitePrefixes(family, sources, follow);
    const numberOf = followed.map((place) => (place < 0 ? 0 : 1 + (follow?.numberOf(place) ?? 0)));
    this.count = classes;
    this.#numberBits = 32 - Math.clz32(follow?.numbers ?? 0);
    const isPacked = classes * 2 ** this.#numberBits <= VALUE_BOUND;
    for (let row = 0; row < classOf.length; row++) {
      const packed = ((classOf[row] ?? 0) << this.#numberBits) | (numberOf[row] ?? 0);
      rows[row * stride + stride - 1] = isPacked ? packed : row;
    }
    this.#tables = isPacked ? undefined : { classOf, numberOf };
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
    const stride = packets.family === 4 ? 1 : 4;
    const column = packets[this.side];
    if (stride === 1 && isUniform(column, from, length)) {
      lookupTrieBatch(this.#trie, column.subarray(from, from + 1), numbers);
      const added = Int32Array.of(0);
      this.#divide(1, added, weight);
      numbers.fill(numbers[0] ?? 0, 0, length);
      return added[0] ?? 0;
    }
    lookupTrieBatch(this.#trie, column.subarray(stride * from, stride * (from + length)), numbers);
    this.#divide(length, keys, weight);
    return 0;
  }

  /** Divides what was found into classes, which go into the keys, and numbers, which stay. */
  #divide(length: number, keys: Int32Array, weight: number): void {
    const { numbers } = this;
    if (this.#tables !== undefined) {
      const { classOf, numberOf } = this.#tables;
      for (let at = 0; at < length; at++) {
        const found = numbers[at] ?? 0;
        keys[at] = ((keys[at] ?? 0) + Math.imul(classOf[found] ?? 0, weight)) | 0;
        numbers[at] = numberOf[found] ?? 0;
      }
      return;
    }
    const bits = this.#numberBits;
    const mask = 2 ** bits - 1;
    for (let at = 0; at < length; at++) {
      const found = numbers[at] ?? 0;
      keys[at] = ((keys[at] ?? 0) + Math.imul(found >>> bits, weight)) | 0;
      numbers[at] = found & mask;
    }
  }
}
