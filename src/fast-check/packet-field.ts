import type { Field } from '../packet/field.js';

/** The registers that a packet's sender decides: what a test of any register comes down to. */
export type PacketField =
  | 'src'
  | 'src1'
  | 'src2'
  | 'src3'
  | 'dst'
  | 'dst1'
  | 'dst2'
  | 'dst3'
  | 'protocol'
  | 'tos'
  | 'ttl'
  | 'length'
  | 'sport'
  | 'dport'
  | 'tcpFlags'
  | 'icmpType'
  | 'icmpCode'
  | 'icmpId'
  | 'mark'
  | 'uid'
  | 'gid'
  | 'iif'
  | 'oif';

/** Registers that hold what a packet's field held, unless something on the path has changed it. */
const ORIGIN: Partial<Record<Field, PacketField>> = {
  src: 'src',
  src1: 'src1',
  src2: 'src2',
  src3: 'src3',
  dst: 'dst',
  dst1: 'dst1',
  dst2: 'dst2',
  dst3: 'dst3',
  protocol: 'protocol',
  tos: 'tos',
  ttl: 'ttl',
  length: 'length',
  sport: 'sport',
  boundPort: 'sport',
  dport: 'dport',
  tcpFlags: 'tcpFlags',
  icmpType: 'icmpType',
  icmpCode: 'icmpCode',
  icmpId: 'icmpId',
  mark: 'mark',
  ctmark: 'mark',
  uid: 'uid',
  gid: 'gid',
  iif: 'iif',
  indev: 'iif',
  oif: 'oif',
  outdev: 'oif',
  flowSrc: 'src',
  flowSrc1: 'src1',
  flowSrc2: 'src2',
  flowSrc3: 'src3',
  flowDst: 'dst',
  flowDst1: 'dst1',
  flowDst2: 'dst2',
  flowDst3: 'dst3',
  flowIif: 'iif',
  flowOif: 'oif',
  flowMark: 'mark',
  flowTos: 'tos',
  flowProtocol: 'protocol',
  flowSport: 'sport',
  flowDport: 'dport',
  flowUid: 'uid',
};

/** The packet's field from which a register comes; undefined when no field of a packet decides it. */
export function originOf(field: Field): PacketField | undefined {
  return ORIGIN[field];
}
