import { assertNever } from '../assert-never.js';
import { FIELDS, fieldMax, type Field } from '../packet/field.js';
import type { Predicate } from '../predicate/predicate.js';

/** Values from..to of a register, both ends included. */
export type Interval = readonly [from: number, to: number];

/** Some bits of a register. */
export interface MaskedKey {
  readonly field: Field;
  readonly mask: number;
}

/** What must hold of some bits of a register for a predicate to hold: one of the values, by the text of the key. */
export type NeededValues = ReadonlyMap<string, MaskedKey & { readonly values: readonly number[] }>;

/** In which intervals registers must lie for a predicate to hold. */
export type NeededIntervals = ReadonlyMap<Field, readonly Interval[]>;

/** For which bits of which registers a predicate needs one of a few values. */
export function neededValues(when: Predicate): NeededValues {
  switch (when.kind) {
    case 'masked': {
      const { field, mask, value } = when;
      return new Map([[`${field} ${mask}`, { field, mask, values: [value] }]]);
    }
    case 'all':
      // All must be met, so any may be looked at: of two needs on the same bits the first.
      return new Map(when.of.toReversed().flatMap((part) => Array.from(neededValues(part))));
    case 'any':
      return united(when.of.map(neededValues), (a, b) => ({
        ...a,
        values: [...new Set([...a.values, ...b.values])],
      }));
    case 'range':
    case 'same':
    case 'not':
      return new Map();
    default:
      return assertNever(when);
  }
}

/** In which intervals which registers must lie for a predicate to hold. */
export function neededIntervals(when: Predicate): NeededIntervals {
  switch (when.kind) {
    case 'masked': {
      const { field, mask, value } = when;
      const rest = (fieldMax(field) ^ mask) >>> 0;
      // The first bits of the register, however many, make one interval.
      const leading = (rest & (rest + 1)) === 0;
      return leading ? new Map([[field, [[value, (value | rest) >>> 0]]]]) : new Map();
    }
    case 'range':
      return new Map([[when.field, [[when.from, when.to]]]]);
    case 'all':
      return narrowest(when.of.map(neededIntervals));
    case 'any':
      return united(when.of.map(neededIntervals), (a, b) => [...a, ...b]);
    case 'same':
    case 'not':
      return new Map();
    default:
      return assertNever(when);
  }
}

/** Of several needs on one register the one that leaves the fewest values: all must be met, so any may be looked at. */
function narrowest(parts: readonly NeededIntervals[]): NeededIntervals {
  const found = new Map<Field, readonly Interval[]>();
  for (const part of parts) {
    for (const [field, intervals] of part) {
      const before = found.get(field);
      if (before === undefined || breadth(intervals) < breadth(before)) found.set(field, intervals);
    }
  }
  return found;
}

function breadth(intervals: readonly Interval[]): number {
  return intervals.reduce((sum, [from, to]) => sum + (to - from + 1), 0);
}

/** What every part needs in its own way: together they need one of those. */
function united<Key, Value>(
  parts: readonly ReadonlyMap<Key, Value>[],
  unite: (a: Value, b: Value) => Value,
): ReadonlyMap<Key, Value> {
  const [first, ...others] = parts;
  if (first === undefined) return new Map();
  const found = new Map(first);
  for (const part of others) {
    for (const [key, value] of found) {
      const other = part.get(key);
      if (other === undefined) found.delete(key);
      else found.set(key, unite(value, other));
    }
  }
  return found;
}

/** The interval that holds every value of a register. */
export function fullInterval(field: Field): Interval {
  return [0, 2 ** FIELDS[field].bits - 1];
}
