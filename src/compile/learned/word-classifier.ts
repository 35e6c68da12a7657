import type { PacketColumns } from '../packet-columns.js';
import { SPREAD } from '../test-index.js';
import { KEYS } from './block.js';
import type { Classifier } from './classifier.js';
import type { PacketNumberOf } from '../../packet/packet-number.js';
import { isUniform } from './uniform.js';

const keys = KEYS;

/** A column of numbers of 32 bits, or one word of the addresses in a column. */
export interface WordColumn {
  readonly name: PacketNumberOf<32> | 'src' | 'dst' | 'iif' | 'oif';
  /** Words of a packet in the column. */
  readonly stride: number;
  /** Which of them it is. */
  readonly word: number;
}

/** Distinguishes packets by some bits of a number: by which of a few values they have. */
export class ValueClassifier implements Classifier {
  readonly count: number;
  readonly #shift: number;
  /** A value and its class in turns, by open addressing; class 0 is nothing. */
  readonly #table: Int32Array;

  constructor(
    private readonly column: WordColumn,
    private readonly mask: number,
    values: ReadonlySet<number>,
  ) {
    this.count = values.size + 1;
    const bits = Math.max(1, 33 - Math.clz32(values.size));
    this.#shift = 32 - bits;
    this.#table = new Int32Array(2 << bits);
    let found = 0;
    for (const value of values) {
      const slot = this.#slotOf(value);
      this.#table[2 * slot] = value;
      this.#table[2 * slot + 1] = ++found;
    }
  }

  mix(packets: PacketColumns, from: number, length: number, weight: number): number {
    const { mask } = this;
    const { name, stride, word } = this.column;
    const column = packets[name];
    if (stride === 1 && isUniform(column, from, length)) {
      return this.#classOf((column[from] ?? 0) & mask) * weight;
    }
    let place = from * stride + word;
    for (let at = 0; at < length; at++, place += stride) {
      const found = this.#classOf((column[place] ?? 0) & mask);
      keys[at] = ((keys[at] ?? 0) + Math.imul(found, weight)) | 0;
    }
    return 0;
  }

  #classOf(value: number): number {
    return this.#table[2 * this.#slotOf(value) + 1] ?? 0;
  }

  /** Where the value stands, or would. */
  #slotOf(value: number): number {
    const table = this.#table;
    const last = (table.length >>> 1) - 1;
    let slot = Math.imul(value, SPREAD) >>> this.#shift;
    while (table[2 * slot + 1] !== 0 && table[2 * slot] !== value) slot = (slot + 1) & last;
    return slot;
  }
}

/** Distinguishes packets by the interval in which a number lies. */
export class IntervalClassifier implements Classifier {
  readonly count: number;
  readonly #cuts: Uint32Array;

  constructor(
    private readonly column: WordColumn,
    cuts: ReadonlySet<number>,
  ) {
    this.#cuts = Uint32Array.from(cuts).toSorted();
    this.count = this.#cuts.length + 1;
  }

  mix(packets: PacketColumns, from: number, length: number, weight: number): number {
    const { name, stride, word } = this.column;
    const column = packets[name];
    if (stride === 1 && isUniform(column, from, length)) {
      return this.#classOf(column[from] ?? 0) * weight;
    }
    let place = from * stride + word;
    for (let at = 0; at < length; at++, place += stride) {
      const found = this.#classOf(column[place] ?? 0);
      keys[at] = ((keys[at] ?? 0) + Math.imul(found, weight)) | 0;
    }
    return 0;
  }

  /** How many of the cuts are not above the value. */
  #classOf(value: number): number {
    const cuts = this.#cuts;
    let low = 0;
    let high = cuts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((cuts[middle] ?? 0) <= value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
