import type { Family } from '../../address/family.js';
import { lookupTrieBatch } from '../../lpm/lookup-trie.js';
import { rowStride } from '../../lpm/row/row.js';
import { trieShape } from '../../lpm/trie/trie-shape.js';
import { buildTrie, type Trie } from '../../lpm/trie/trie.js';
import type { PacketColumns } from '../packet-columns.js';
import { KEYS } from './block.js';
import type { Classifier } from './classifier.js';
import type { Side } from './observer.js';
import { unitePrefixes, type PrefixSource } from './prefix-union.js';
import { isUniform } from './uniform.js';

/** A source whose prefixes are to be reported: what each one stands for is a number from 0 on. */
export interface Followed extends PrefixSource {
  readonly numberOf: (place: number) => number;
  /** All numbers are below. */
  readonly numbers: number;
}

/** By the number of a row, its class and the number that is reported. */
interface PrefixTables {
  readonly classOf: Int32Array;
  readonly numberOf: Int32Array;
}

const keys = KEYS;

/** Words above are more than a value of a trie can hold. */
const VALUE_BOUND = 2 ** 31;

/**
 * Distinguishes packets by an address: by what several tables and tests say of it, all in one lookup.
 *
 * What the lookup finds holds both the class and the number of the followed prefix, side by side in its bits: to read either from a
 * table would miss the near caches once more, which costs as much as the lookup. Only where both have too many bits there are tables.
 */
export class PrefixClassifier implements Classifier {
  readonly count: number;
  readonly #trie: Trie;
  /** How many of the bits are the number's. */
  readonly #numberBits: number;
  readonly #tables: PrefixTables | undefined;

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

  mix(packets: PacketColumns, from: number, length: number, weight: number): number {
    const { numbers } = this;
    const stride = packets.family === 4 ? 1 : 4;
    const column = packets[this.side];
    const isSame = stride === 1 && isUniform(column, from, length);
    const count = isSame ? 1 : length;
    lookupTrieBatch(this.#trie, column.subarray(stride * from, stride * (from + count)), numbers);
    const before = keys[0] ?? 0;
    if (this.#tables === undefined) divide(numbers, count, this.#numberBits, weight);
    else readTables(numbers, count, this.#tables, weight);
    if (!isSame) return 0;
    const added = (keys[0] ?? 0) - before;
    keys[0] = before;
    numbers.fill(numbers[0] ?? 0, 0, length);
    return added;
  }
}

/** Divides what was found into classes, which go into the keys, and numbers, which stay. */
function divide(found: Int32Array, count: number, numberBits: number, weight: number): void {
  const mask = 2 ** numberBits - 1;
  for (let at = 0; at < count; at++) {
    const both = found[at] ?? 0;
    keys[at] = ((keys[at] ?? 0) + Math.imul(both >>> numberBits, weight)) | 0;
    found[at] = both & mask;
  }
}

/** The same, where both are in tables. */
function readTables(
  found: Int32Array,
  count: number,
  { classOf, numberOf }: PrefixTables,
  weight: number,
): void {
  for (let at = 0; at < count; at++) {
    const row = found[at] ?? 0;
    keys[at] = ((keys[at] ?? 0) + Math.imul(classOf[row] ?? 0, weight)) | 0;
    found[at] = numberOf[row] ?? 0;
  }
}
