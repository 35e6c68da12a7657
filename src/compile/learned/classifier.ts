import type { PacketColumns } from '../packet-columns.js';

/** Tells packets apart by one thing of theirs. */
export interface Classifier {
  /** How many classes there are. */
  readonly count: number;
  /**
   * Adds the classes of packets to their keys: `class * weight`. Packet `from + i` has key `i` of `KEYS`.
   *
   * @param length - how many packets
   * @returns what is to be added to every key besides: packets that all have one class are told so
   */
  mix(packets: PacketColumns, from: number, length: number, weight: number): number;
}
