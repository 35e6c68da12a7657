import { assertNever } from '../assert-never.js';
import type { Predicate } from '../predicate/predicate.js';
import type { Registers } from './registers.js';

/** Reports whether a predicate holds for the values in the registers. */
export function holds(predicate: Predicate, registers: Registers): boolean {
  switch (predicate.kind) {
    case 'masked':
      return (registers[predicate.field] & predicate.mask) >>> 0 === predicate.value;
    case 'range':
      return (
        predicate.from <= registers[predicate.field] && registers[predicate.field] <= predicate.to
      );
    case 'same':
      return registers[predicate.field] === registers[predicate.other];
    case 'not':
      return !holds(predicate.of, registers);
    case 'all':
      return predicate.of.every((part) => holds(part, registers));
    case 'any':
      return predicate.of.some((part) => holds(part, registers));
    default:
      return assertNever(predicate);
  }
}
