import { makePacket, type PACKET_FIELD_MAX } from './make-packet.js';
import type { Packet } from './packet.js';

/** The name of one of a packet's numbers, its protocol aside. */
export type NumberField = Exclude<keyof typeof PACKET_FIELD_MAX, 'protocol'>;

/** The names of a packet's numbers, its protocol aside, in the order in which they are written. */
export const NUMBER_FIELDS: readonly NumberField[] = [
  'sport',
  'dport',
  'mark',
  'tos',
  'ttl',
  'uid',
  'gid',
  'length',
  'tcpFlags',
  'icmpType',
  'icmpCode',
  'icmpId',
];

/** The numbers of a packet that differ from what `makePacket` takes by default. */
export function givenNumbers(packet: Packet): Partial<Record<NumberField, number>> {
  const { iif, oif, src, dst, protocol } = packet;
  const plain = makePacket({ iif, oif, src, dst, protocol });
  const given: Partial<Record<NumberField, number>> = {};
  for (const name of NUMBER_FIELDS) {
    const value = packet[name];
    if (value !== undefined && value !== plain[name]) given[name] = value;
  }
  return given;
}
