import type { PacketColumns } from '../packet-columns.js';
import { KEYS } from './block.js';
import type { Classifier } from './classifier.js';
import type { FieldQuestions } from './field-questions.js';
import type { PacketNumberOf } from '../../packet/packet-number.js';
import { isUniform } from './uniform.js';

const keys = KEYS;

/** Columns of numbers of 8 bits. */
export type ByteColumn = PacketNumberOf<8>;
/** Columns of numbers of 16 bits. */
export type PortColumn = PacketNumberOf<16>;

/** Distinguishes packets by a number of 8 bits: a table has the class of each. */
export class ByteClassifier implements Classifier {
  readonly count: number;
  readonly #table: Uint16Array;
  readonly #alone: Alone;

  constructor(
    private readonly column: ByteColumn,
    questions: FieldQuestions,
  ) {
    [this.#table, this.count] = classTable(1 << 8, questions);
    this.#alone = findAlone(this.#table, this.count);
  }

  mix(packets: PacketColumns, from: number, length: number, weight: number): number {
    const column = packets[this.column];
    const table = this.#table;
    const { value, others } = this.#alone;
    if (isUniform(column, from, length)) {
      return (table[column[from] ?? 0] ?? 0) * weight;
    }
    if (value >= 0) {
      addByte(column, from, length, value, others === 0 ? weight : -weight);
      return others * weight;
    }
    addBytes(column, from, length, table, weight);
    return 0;
  }
}

/** Distinguishes packets by a number of 16 bits: a table has the class of each. */
export class PortClassifier implements Classifier {
  readonly count: number;
  readonly #table: Uint16Array;
  readonly #alone: Alone;

  constructor(
    private readonly column: PortColumn,
    questions: FieldQuestions,
  ) {
    [this.#table, this.count] = classTable(1 << 16, questions);
    this.#alone = findAlone(this.#table, this.count);
  }

  mix(packets: PacketColumns, from: number, length: number, weight: number): number {
    const column = packets[this.column];
    const table = this.#table;
    const { value, others } = this.#alone;
    if (isUniform(column, from, length)) {
      return (table[column[from] ?? 0] ?? 0) * weight;
    }
    if (value >= 0) {
      addPort(column, from, length, value, others === 0 ? weight : -weight);
      return others * weight;
    }
    addPorts(column, from, length, table, weight);
    return 0;
  }
}

// One loop for each kind of array: one for both would be twice as slow.

/** Adds to the keys of packets with one value. */
function addByte(
  column: Uint8Array,
  from: number,
  length: number,
  value: number,
  added: number,
): void {
  for (let at = 0; at < length; at++) {
    // Nothing but 0 has its first bit set when 1 is taken away.
    const isValue = (((column[from + at] ?? 0) ^ value) - 1) >>> 31;
    keys[at] = ((keys[at] ?? 0) + Math.imul(isValue, added)) | 0;
  }
}

/** Adds the classes to the keys. */
function addBytes(
  column: Uint8Array,
  from: number,
  length: number,
  table: Uint16Array,
  weight: number,
): void {
  for (let at = 0; at < length; at++) {
    keys[at] = ((keys[at] ?? 0) + Math.imul(table[column[from + at] ?? 0] ?? 0, weight)) | 0;
  }
}

/** Adds to the keys of packets with one value. */
function addPort(
  column: Uint16Array,
  from: number,
  length: number,
  value: number,
  added: number,
): void {
  for (let at = 0; at < length; at++) {
    // Nothing but 0 has its first bit set when 1 is taken away.
    const isValue = (((column[from + at] ?? 0) ^ value) - 1) >>> 31;
    keys[at] = ((keys[at] ?? 0) + Math.imul(isValue, added)) | 0;
  }
}

/** Adds the classes to the keys. */
function addPorts(
  column: Uint16Array,
  from: number,
  length: number,
  table: Uint16Array,
  weight: number,
): void {
  for (let at = 0; at < length; at++) {
    keys[at] = ((keys[at] ?? 0) + Math.imul(table[column[from + at] ?? 0] ?? 0, weight)) | 0;
  }
}

/** A number that has a class to itself, and the class of all others; value -1: there is none. */
interface Alone {
  readonly value: number;
  readonly others: number;
}

/** Finds the number that is distinguished from all others: no table is needed for that, and a large one has no place in a near cache. */
function findAlone(table: Uint16Array, count: number): Alone {
  for (const others of count === 2 ? [0, 1] : []) {
    const value = table.findIndex((own) => own !== others);
    if (table.findLastIndex((own) => own !== others) === value) return { value, others };
  }
  return { value: -1, others: 0 };
}

/** The class of every number below `size`, and how many classes there are. */
function classTable(
  size: number,
  { values, cuts }: FieldQuestions,
): readonly [table: Uint16Array, count: number] {
  const classes = new Uint16Array(size);
  let count = 1;
  const divide = (partOf: (number: number) => number): void => {
    const numbers = new Map<number, number>();
    for (let number = 0; number < size; number++) {
      const key = partOf(number) * (size + 1) + (classes[number] ?? 0);
      const found = numbers.get(key) ?? numbers.size;
      numbers.set(key, found);
      classes[number] = found;
    }
    count = numbers.size;
  };
  for (const [mask, wanted] of values) {
    const places = new Map([...wanted].map((value, at) => [value, at + 1] as const));
    divide((number) => places.get(number & mask) ?? 0);
  }
  if (cuts.size > 0) {
    const sorted = Uint32Array.from(cuts).toSorted();
    let part = 0;
    divide((number) => {
      if (number === 0) part = 0;
      while (part < sorted.length && (sorted[part] ?? 0) <= number) part++;
      return part;
    });
  }
  return [classes, count];
}
