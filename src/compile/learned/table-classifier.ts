import type { PacketColumns } from '../packet-columns.js';
import type { Classifier } from './classifier.js';
import type { FieldQuestions } from './field-questions.js';
import { isUniform } from './uniform.js';

/** Columns of numbers of 8 bits. */
export type ByteColumn = 'protocol' | 'tos' | 'ttl' | 'tcpFlags' | 'icmpType' | 'icmpCode';
/** Columns of numbers of 16 bits. */
export type PortColumn = 'length' | 'sport' | 'dport';

/** Tells packets apart by a number of 8 bits: a table has the class of each. */
export class ByteClassifier implements Classifier {
  readonly count: number;
  readonly #table: Uint16Array;

  constructor(
    private readonly column: ByteColumn,
    questions: FieldQuestions,
  ) {
    [this.#table, this.count] = classTable(1 << 8, questions);
  }

  mix(
    packets: PacketColumns,
    from: number,
    length: number,
    keys: Int32Array,
    weight: number,
  ): number {
    const column = packets[this.column];
    const table = this.#table;
    if (isUniform(column, from, length)) {
      return (table[column[from] ?? 0] ?? 0) * weight;
    }
    for (let at = 0; at < length; at++) {
      keys[at] = ((keys[at] ?? 0) + Math.imul(table[column[from + at] ?? 0] ?? 0, weight)) | 0;
    }
    return 0;
  }
}

/** Tells packets apart by a number of 16 bits: a table has the class of each. */
export class PortClassifier implements Classifier {
  readonly count: number;
  readonly #table: Uint16Array;

  constructor(
    private readonly column: PortColumn,
    questions: FieldQuestions,
  ) {
    [this.#table, this.count] = classTable(1 << 16, questions);
  }

  mix(
    packets: PacketColumns,
    from: number,
    length: number,
    keys: Int32Array,
    weight: number,
  ): number {
    const column = packets[this.column];
    const table = this.#table;
    if (isUniform(column, from, length)) {
      return (table[column[from] ?? 0] ?? 0) * weight;
    }
    for (let at = 0; at < length; at++) {
      keys[at] = ((keys[at] ?? 0) + Math.imul(table[column[from + at] ?? 0] ?? 0, weight)) | 0;
    }
    return 0;
  }
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
