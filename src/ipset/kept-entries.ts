import type { List, Map } from 'immutable';

/** What packets have made of the entries of a set. */
export interface KeptEntries {
  /** Whether an entry is there now, of those that they have added or removed, by its key. */
  readonly there: Map<string, boolean>;
  /** How many entries more there are than commands have left. */
  readonly more: number;
  /** What they have done, in order: where an entry stands in a listing depends on it. */
  readonly changes: List<KeptChange>;
}

/** One entry that a packet has added or removed. */
export interface KeptChange {
  readonly does: 'add' | 'remove';
  /** The words of its parts. */
  readonly key: readonly number[];
  /** Seconds; undefined for the set's own. */
  readonly timeout: number | undefined;
}
