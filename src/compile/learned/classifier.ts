import type { PacketColumns } from '../packet-columns.js';

/** Distinguishes packets by one thing of theirs. */
export interface Classifier {
  /** How many classes there are. */
  readonly count: number;
  /**
   * Adds the classes of packets to their keys: `class * weight`. Packet `from + i` has key `i` of `KEYS`.
   *
   * @param length - how many packets
   * @returns what is to be added to every key besides: packets that all have one class are distinguished so
   */
  mix(packets: PacketColumns, from: number, length: number, weight: number): number;
}
