import { ADDRESS_FIELDS, type Field } from '../packet/field.js';
import { PACKET_NUMBER_NAMES, type PacketNumber } from '../packet/packet-number.js';

/** The registers that a packet's sender decides: what a test of any register comes down to. */
export type PacketField =
  | PacketNumber
  | (typeof ADDRESS_FIELDS.src)[number]
  | (typeof ADDRESS_FIELDS.dst)[number]
  | 'iif'
  | 'oif';

const AS_IT_IS: readonly PacketField[] = [
  ...PACKET_NUMBER_NAMES,
  ...ADDRESS_FIELDS.src,
  ...ADDRESS_FIELDS.dst,
  'iif',
  'oif',
];

/** Registers that hold what a packet's field held, unless something on the path has changed it. */
const ORIGIN: ReadonlyMap<Field, PacketField> = new Map<Field, PacketField>([
  ...AS_IT_IS.map((field) => [field, field] as const),
  ...ADDRESS_FIELDS.flowSrc.map(
    (field, word) => [field, ADDRESS_FIELDS.src[word] ?? 'src'] as const,
  ),
  ...ADDRESS_FIELDS.flowDst.map(
    (field, word) => [field, ADDRESS_FIELDS.dst[word] ?? 'dst'] as const,
  ),
  ['boundPort', 'sport'],
  ['ctmark', 'mark'],
  ['indev', 'iif'],
  ['outdev', 'oif'],
  ['flowIif', 'iif'],
  ['flowOif', 'oif'],
  ['flowMark', 'mark'],
  ['flowTos', 'tos'],
  ['flowProtocol', 'protocol'],
  ['flowSport', 'sport'],
  ['flowDport', 'dport'],
  ['flowUid', 'uid'],
]);

/** The packet's field from which a register comes; undefined when no field of a packet decides it. */
export function originOf(field: Field): PacketField | undefined {
  return ORIGIN.get(field);
}
