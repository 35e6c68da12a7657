import type { Packet } from '../packet/packet.js';
import type { Host } from './host.js';

/** Called with every packet that is sent one by one, or explained, and on which host, before it is. */
export type PacketWatch = (host: Host, packet: Packet) => void;

let watch: PacketWatch | undefined;

/** Has packets watched from now on, by nobody else; undefined: by nobody. A test runner counts by it what a test suite exercises. */
export function watchPackets(next: PacketWatch | undefined): void {
  watch = next;
}

/** Passes a packet to those who watch. */
export function notifyWatch(host: Host, packet: Packet): void {
  watch?.(host, packet);
}
