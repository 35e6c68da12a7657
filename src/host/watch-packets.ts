import type { Packet } from '../packet/packet.js';
import type { Host } from './host.js';

/** Told of every packet that is sent one by one, or explained, and on which host, before it is. */
export type PacketWatch = (host: Host, packet: Packet) => void;

let watch: PacketWatch | undefined;

/** Has packets watched from now on, by nobody else; undefined: by nobody. A test runner counts by it what a test suite exercises. */
export function watchPackets(next: PacketWatch | undefined): void {
  watch = next;
}

/** Tells who watches of a packet. */
export function notifyWatch(host: Host, packet: Packet): void {
  watch?.(host, packet);
}
