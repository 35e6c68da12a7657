import { makePacket } from './make-packet.js';
import type { Packet } from './packet.js';
import { NUMBER_FIELDS, type NumberField } from './packet-number.js';

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
