import type { Predicate } from '../predicate/predicate.js';

/** How a counter is compared with a number. */
export interface CounterTest {
  readonly how: 'eq' | 'ne' | 'lt' | 'gt';
  readonly value: bigint;
}

/** What an entry of a set gives packets (`skbinfo`), by `-j SET --map-set`. */
export interface EntryMapping {
  /** Bits of the mark that are cleared, and what it's turned by then. */
  readonly mask: number;
  readonly mark: number;
  readonly priority: number;
  readonly queue: number;
}

/** What must hold of the entry besides that it's a packet's: what it has counted, or what it gives the packet. */
export type EntryAsk =
  | {
      readonly kind: 'counters';
      readonly packets: CounterTest | undefined;
      readonly bytes: CounterTest | undefined;
      /** The packet itself is counted before. */
      readonly counts: boolean;
    }
  | { readonly kind: 'mapping'; readonly mapping: EntryMapping };

/** How packets are looked for in a set of `ipset`. */
export interface SetLookup {
  /** The sides that they're seen from. */
  readonly sides: readonly ('src' | 'dst')[];
  /** Only what the set has as an exception counts, if it can have them. */
  readonly exceptions: boolean;
  /** What must hold of the entry besides; undefined when nothing must. */
  readonly asks: EntryAsk | undefined;
}

/** Packets that are in a set: in any case, by its listing, and all that may be. Packets have no link-layer addresses, and counters move. */
export interface SetPresence {
  readonly least: Predicate;
  readonly listed: Predicate;
  readonly most: Predicate;
}

/** How much of what isn't known is taken for true. */
export type SetView = keyof SetPresence;
