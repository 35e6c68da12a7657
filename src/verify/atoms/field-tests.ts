import { tick } from '../../bound.js';
import { assertNever } from '../../assert-never.js';
import { fieldMax, type Field } from '../../packet/field.js';
import type { Assignment } from '../../predicate/assignment.js';
import type { Predicate } from '../../predicate/predicate.js';

/** Numbers with these bits. */
export interface MaskTest {
  readonly mask: number;
  readonly value: number;
}

/** Numbers between two, both included. */
export interface RangeTest {
  readonly from: number;
  readonly to: number;
}

/** The tests of a field's values. */
export interface AllTests {
  readonly masked: readonly MaskTest[];
  readonly ranges: readonly RangeTest[];
  readonly sets: readonly (readonly number[])[];
}

/** What is asked of the values of one field as the packet set out, wherever they are by then. */
export class FieldTests {
  readonly #max: number;
  /** Groups of bits that are changed together. */
  #groups: readonly number[];
  readonly #masked = new Map<string, MaskTest>();
  readonly #ranges = new Map<string, RangeTest>();
  readonly #sets: (readonly number[])[] = [];
  #isPlain = false;

  constructor(field: Field) {
    this.#max = fieldMax(field);
    this.#groups = [this.#max];
  }

  /** Any two values can come to be distinguished: the field can't be coded. */
  spoil(): void {
    this.#isPlain = true;
  }

  /** These bits are changed, or copied, and others not. */
  part(mask: number): void {
    this.#groups = this.#groups.flatMap((group) =>
      [(group & mask) >>> 0, (group & ~mask) >>> 0].filter((bits) => bits !== 0),
    );
  }

  mask(mask: number, value: number): void {
    this.#masked.set(`${mask} ${value}`, { mask, value });
  }

  /** Whether it has this value, in whatever bits are left of it, is stated. */
  value(value: number, mask = this.#max): void {
    this.mask((mask & this.#max) >>> 0, (value & mask & this.#max) >>> 0);
  }

  /** Whether it is one of these numbers is stated. */
  set(numbers: readonly number[]): void {
    this.#sets.push(numbers);
  }

  range(from: number, to: number): void {
    if (from <= this.#max) this.#ranges.set(`${from} ${to}`, { from, to: Math.min(to, this.#max) });
  }

  /** The tests by which values are distinguished; undefined when more than these can. */
  all(): AllTests | undefined {
    const wholes = this.#ranges.size + this.#sets.length;
    if (this.#isPlain || (this.#groups.length > 1 && wholes > 0)) return undefined;
    const masked = new Map<string, MaskTest>();
    for (const { mask, value } of this.#masked.values()) {
      for (const group of this.#groups) {
        const part = { mask: (mask & group) >>> 0, value: (value & group) >>> 0 };
        if (part.mask !== 0) masked.set(`${part.mask} ${part.value}`, part);
      }
    }
    return { masked: [...masked.values()], ranges: [...this.#ranges.values()], sets: this.#sets };
  }
}

/** The tests of the fields that a register can hold. */
export type TestsOf = (register: Field) => Iterable<FieldTests>;

/**
 * Takes in a predicate.
 *
 * @param compare - called with two registers that are compared with each other
 */
export function askPredicate(
  predicate: Predicate,
  testsOf: TestsOf,
  compare: (field: Field, other: Field) => void,
): void {
  tick();
  switch (predicate.kind) {
    case 'masked':
      for (const tests of testsOf(predicate.field)) {
        tests.mask(predicate.mask, predicate.value);
      }
      return undefined;
    case 'range':
      for (const tests of testsOf(predicate.field)) tests.range(predicate.from, predicate.to);
      return undefined;
    case 'same':
      return compare(predicate.field, predicate.other);
    case 'not':
      return askPredicate(predicate.of, testsOf, compare);
    case 'all':
    case 'any':
      for (const part of predicate.of) askPredicate(part, testsOf, compare);
      return undefined;
    default:
      return assertNever(predicate);
  }
}

/** Takes in a change: what is set can be compared with what was there. */
export function askAssignment(assignment: Assignment, testsOf: TestsOf): void {
  const { to } = assignment;
  const spoil = (field: Field): void => {
    for (const tests of testsOf(field)) tests.spoil();
  };
  switch (assignment.kind) {
    case 'add':
      return spoil(to);
    case 'bits': {
      const { keep, value } = assignment;
      if ((keep & value) !== 0) return spoil(to);
      for (const tests of testsOf(to)) {
        tests.part(keep);
        tests.value(value, ~keep >>> 0);
      }
      return undefined;
    }
    case 'copy': {
      const { from, keep, take, shift } = assignment;
      const wide = (keep & take & fieldMax(to)) !== 0;
      if (wide || shift !== 0 || fieldMax(from) > fieldMax(to)) {
        spoil(to);
        return spoil(from);
      }
      for (const field of [to, from]) {
        for (const tests of testsOf(field)) {
          tests.part(keep);
          tests.part(take);
          // What is neither kept nor copied becomes 0.
          tests.value(0, ~(keep | take) >>> 0);
        }
      }
      return undefined;
    }
    default:
      return assertNever(assignment);
  }
}
