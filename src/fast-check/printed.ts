import * as fc from 'fast-check';
import type { Packet } from '../packet/packet.js';
import { printPacketWords } from '../packet/packet-words.js';

/** A copy of the value, frozen, which fast-check's reports show as this text. It looks the same to everyone else. */
export function printed<Value extends object>(value: Value, text: () => string): Value {
  return Object.freeze(Object.defineProperty({ ...value }, fc.toStringMethod, { value: text }));
}

/** A packet that reports show in words. */
export function printPacket(packet: Packet): Packet {
  return printed(packet, () => printPacketWords(packet));
}
