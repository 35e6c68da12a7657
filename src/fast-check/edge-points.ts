import { assertNever } from '../assert-never.js';
import { holds } from '../evaluate/holds.js';
import { zeroRegisters } from '../evaluate/registers.js';
import { fieldMax, type Field } from '../packet/field.js';
import { fieldsOf } from '../predicate/fields-of.js';
import type { Predicate } from '../predicate/predicate.js';

/** The field that a predicate is about; undefined when there are several, or none. */
export function onlyField(predicate: Predicate): Field | undefined {
  const fields = fieldsOf(predicate);
  const [field] = fields;
  return fields.size === 1 ? field : undefined;
}

/** Values of a field, by whether they meet a predicate. */
export interface EdgePoints {
  /** On and beside the ends of the ranges and prefixes that it names. */
  readonly ends: Readonly<Record<Outcome, readonly number[]>>;
  /** With one bit of a mask flipped. */
  readonly flips: Readonly<Record<Outcome, readonly number[]>>;
}

type Outcome = 'met' | 'missed';

const known = new WeakMap<Predicate, EdgePoints>();

/** The values of a field on and beside every edge that a predicate over it names. */
export function edgePoints(predicate: Predicate, field: Field): EdgePoints {
  let points = known.get(predicate);
  if (points === undefined) {
    points = {
      ends: sortOut(predicate, field, endsOf(predicate)),
      flips: sortOut(predicate, field, flipsOf(predicate)),
    };
    known.set(predicate, points);
  }
  return points;
}

function sortOut(
  predicate: Predicate,
  field: Field,
  points: readonly number[],
): EdgePoints['ends'] {
  const registers = zeroRegisters();
  const meets = (point: number): boolean => {
    registers[field] = point;
    return holds(predicate, registers);
  };
  const possible = [...new Set(points)].filter((point) => point >= 0 && point <= fieldMax(field));
  return {
    met: possible.filter(meets),
    missed: possible.filter((point) => !meets(point)),
  };
}

function endsOf(predicate: Predicate): readonly number[] {
  switch (predicate.kind) {
    case 'masked': {
      const { field, mask, value } = predicate;
      const last = (value | (~mask & fieldMax(field))) >>> 0;
      return [value - 1, value, last, last + 1];
    }
    case 'range':
      return [predicate.from - 1, predicate.from, predicate.to, predicate.to + 1];
    case 'same':
      return [];
    case 'not':
      return endsOf(predicate.of);
    case 'all':
    case 'any':
      return predicate.of.flatMap(endsOf);
    default:
      return assertNever(predicate);
  }
}

function flipsOf(predicate: Predicate): readonly number[] {
  switch (predicate.kind) {
    case 'masked': {
      const { mask, value } = predicate;
      const bits = Array.from({ length: 32 }, (_, place) => (1 << place) >>> 0);
      return bits.filter((bit) => (mask & bit) !== 0).map((bit) => (value ^ bit) >>> 0);
    }
    case 'range':
    case 'same':
      return [];
    case 'not':
      return flipsOf(predicate.of);
    case 'all':
    case 'any':
      return predicate.of.flatMap(flipsOf);
    default:
      return assertNever(predicate);
  }
}
