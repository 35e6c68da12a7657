import type { Field } from '../../../../packet/field.js';
import { add, type Assignment } from '../../../../predicate/assignment.js';
import { any, masked, not, type Predicate } from '../../../../predicate/predicate.js';

/** Sums of checksums are of 16 bits and wrap round at this: 0xffff is 0 again. Source: RFC 1071. */
export const SUM_MODULUS = 0xffff;

const VALUES = 0x10000;

/** 16 bits of a register of 32, the upper ones (a shift of 16) or the lower ones. */
export interface HalfWord {
  readonly field: Field;
  readonly shift: 0 | 16;
}

/** Holds when all bits are set. */
export function isFull({ field, shift }: HalfWord): Predicate {
  return masked(field, bitsAt(0xffff, shift), bitsAt(0xffff, shift));
}

/** Holds when some bit is not set. */
export function isNotFull(half: HalfWord): Predicate {
  return not(isFull(half));
}

/** Holds when the sum with a number reaches the modulus. */
export function wouldWrap({ field, shift }: HalfWord, by: number): Predicate {
  const blocks: Predicate[] = [];
  let from = SUM_MODULUS - by;
  while (from < VALUES) {
    const size = from === 0 ? VALUES : from & -from;
    blocks.push(masked(field, bitsAt(VALUES - size, shift), bitsAt(from, shift)));
    from += size;
  }
  return any(blocks);
}

/** Adds a number to a half that has room for it, in two steps: a number added to a register has 31 bits and a sign. */
export function addSum({ field, shift }: HalfWord, by: number): readonly Assignment[] {
  const first = Math.trunc(by / 2);
  return [first, by - first].flatMap((part) => (part === 0 ? [] : [add(field, part * 2 ** shift)]));
}

function bitsAt(value: number, shift: number): number {
  return (value << shift) >>> 0;
}
