import type { Predicate } from '../../predicate/predicate.js';
import type { Word } from '../nft/meaning/value/value.js';

/**
 * What a packet asks of a set of `ipset` that rules change, or does to it. No time passes: what was put there stays.
 *
 * - `find`: whether its entry is there
 * - `add`: the entry comes there, if there is room
 * - `remove`: no entry stays there
 *
 * Source: `ip_set_test`, `ip_set_add`, `ip_set_del`.
 */
export interface EntryQuestion {
  readonly does: 'find' | 'add' | 'remove';
  /** The name of the set. */
  readonly set: string;
  /** The words of its parts: see `packetEntries`. */
  readonly key: readonly Word[];
  /** As commands have left it the entry is there. */
  readonly listed: boolean;
  /** What is added. */
  readonly added: AddedEntry;
}

/** What a rule adds to a set. */
export interface AddedEntry {
  /** Seconds; undefined for the set's own. */
  readonly timeout: number | undefined;
  /** An entry that is there gets the timeout as well. */
  readonly renews: boolean;
  /** How many entries more there is room for, as commands have left the set. */
  readonly room: number;
}

/** An entry that packets of some kind have in a set. */
export interface PacketEntry {
  readonly when: Predicate;
  /** The words of its parts, in the order of the set's dimensions: addresses, ports with their protocol in the upper half, marks. */
  readonly key: readonly Word[];
}
