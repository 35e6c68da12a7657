import { assertNever } from '../assert-never.js';
import { fieldMax } from '../packet/field.js';
import type { Assignment } from '../predicate/assignment.js';
import type { Registers } from './registers.js';

/** Makes changes in the registers, one after the other. */
export function apply(assignments: readonly Assignment[], registers: Registers): void {
  for (const assignment of assignments) registers[assignment.to] = changed(assignment, registers);
}

/** The value that a register has after a change. */
function changed(assignment: Assignment, registers: Registers): number {
  const { to } = assignment;
  const max = fieldMax(to);
  switch (assignment.kind) {
    case 'bits':
      return (kept(assignment, registers) ^ assignment.value) >>> 0;
    case 'copy': {
      const taken = (registers[assignment.from] & assignment.take) >>> 0;
      const moved = shifted(taken, assignment.shift);
      return ((kept(assignment, registers) ^ moved) & max) >>> 0;
    }
    case 'add':
      return Math.min(Math.max(registers[to] + assignment.by, 0), max);
    default:
      return assertNever(assignment);
  }
}

/** What is left of a register that isn't overwritten. */
function kept(
  { to, keep }: Extract<Assignment, { readonly keep: number }>,
  registers: Registers,
): number {
  return keep === 0 ? 0 : registers[to] & keep;
}

/** Bits that leave the 32 are lost: JavaScript shifts by 32 or more would wrap round. */
function shifted(value: number, shift: number): number {
  if (Math.abs(shift) > 31) return 0;
  return (shift >= 0 ? value << shift : value >>> -shift) >>> 0;
}
