import { datatypeRoot, isBitmask } from '../datatype.js';
import { scalarParts, type ScalarType, type ValueType } from '../value-type.js';

/**
 * The values of one part of a key that an element stands for, ends included; both are the same where it stands for one. They're bigints in the order in which
 * ranges run: of text the first character is the most significant byte.
 */
export interface KeyRange {
  readonly low: bigint;
  readonly high: bigint;
}

/** Whether values of a type are text, which lies in the kernel's memory as it is read, with zeros behind it. */
export function isText({ datatype }: ScalarType): boolean {
  return datatypeRoot(datatype) === 'string';
}

/** Whether values of a type are sets of flags: `syn | ack`. */
export function hasFlags(type: ValueType): boolean {
  return type.kind === 'scalar' && isBitmask(type.datatype);
}

/** How many parts a key has. */
export function countParts(type: ValueType): number {
  return scalarParts(type).length;
}

/** Whether a range is one value. */
export function isPoint({ low, high }: KeyRange): boolean {
  return low === high;
}

/** Whether two lists of ranges are the same. */
export function sameRanges(a: readonly KeyRange[], b: readonly KeyRange[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ low, high }, at) => low === b[at]?.low && high === b[at].high)
  );
}

/** Whether a range holds a value. */
export function holds({ low, high }: KeyRange, value: bigint | undefined): boolean {
  return value !== undefined && low <= value && value <= high;
}
