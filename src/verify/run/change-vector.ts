import { assertNever } from '../../assert-never.js';
import { FIELDS, type Field } from '../../packet/field.js';
import type { Assignment } from '../../predicate/assignment.js';
import { FALSE, type Diagram } from '../engine/diagram.js';
import { addTo, bitAt, constantVector, type Vector } from '../engine/vector.js';
import { FIELD_INDEX, type Registers } from '../packets/packet-space.js';

/** The registers after changes, made one after the other. */
export function changeRegisters(
  diagram: Diagram,
  assignments: readonly Assignment[],
  registers: Registers,
): Registers {
  if (assignments.length === 0) return registers;
  const changed = [...registers];
  for (const assignment of assignments) {
    changed[FIELD_INDEX[assignment.to]] = changedVector(diagram, assignment, changed);
  }
  return changed;
}

function changedVector(diagram: Diagram, assignment: Assignment, registers: Registers): Vector {
  const { to } = assignment;
  const { bits } = FIELDS[to];
  const read = (field: Field): Vector => registers[FIELD_INDEX[field]] ?? [];
  const before = read(to);
  switch (assignment.kind) {
    case 'bits':
      return mixBits(diagram, before, assignment.keep, constantVector(bits, assignment.value));
    case 'copy': {
      const { from, take, keep, shift } = assignment;
      const source = read(from);
      if (keep === 0 && shift === 0 && take === 0xffffffff && source.length === bits) return source;
      const moved = Array.from({ length: bits }, (_, index) => {
        const bit = bits - 1 - index - shift;
        return bit >= 0 && bit < 32 && ((take >>> bit) & 1) === 1 ? bitAt(source, bit) : FALSE;
      });
      return mixBits(diagram, before, keep, moved);
    }
    case 'add':
      return addTo(diagram, before, assignment.by);
    default:
      return assertNever(assignment);
  }
}

/** `(before & keep) ^ other`. */
function mixBits(diagram: Diagram, before: Vector, keep: number, other: Vector): Vector {
  if (keep === 0) return other;
  return other.map((bit, index) => {
    const weight = other.length - 1 - index;
    return ((keep >>> weight) & 1) === 1 ? diagram.xor(before[index] ?? FALSE, bit) : bit;
  });
}
