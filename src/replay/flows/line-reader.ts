import type { Packet } from '../../packet/packet.js';

/** Reads one line: its packet, or what is there instead of one. @throws TypeError or RangeError that names what is wrong */
export type LineReader = (text: string) => Packet | NoPacket;

/** What a line has that is no packet and isn't meant to be one. */
export type NoPacket = 'a blank line' | 'names of columns';

/** Whether nothing stands in a line. */
export function isBlank(text: string): boolean {
  return text.trim() === '';
}
