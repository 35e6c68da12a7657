import { FIELD_NAMES, type Field } from '../packet/field.js';

const SLOTS: ReadonlyMap<Field, number> = new Map(
  FIELD_NAMES.map((field, index) => [field, index] as const),
);

/** The number of a field's register in flat code: its place in FIELD_NAMES. */
export function slotOf(field: Field): number {
  return SLOTS.get(field) ?? 0;
}

/** The fields with which a packet comes: all others are 0 before its path. */
export const INPUT_FIELDS = [
  'src',
  'src1',
  'src2',
  'src3',
  'dst',
  'dst1',
  'dst2',
  'dst3',
  'protocol',
  'tos',
  'ttl',
  'length',
  'sport',
  'dport',
  'tcpFlags',
  'icmpType',
  'icmpCode',
  'icmpId',
  'mark',
  'socket',
  'uid',
  'gid',
  'boundPort',
  'iif',
  'oif',
] as const satisfies readonly Field[];
