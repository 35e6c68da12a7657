import type { List, Map } from 'immutable';

/** What packets have made of the entries of a set. */
export interface KeptEntries {
  /** What they have done last to each entry, by its key. */
  readonly last: Map<string, KeptChange>;
  /** How many entries more there are than commands have left. */
  readonly more: number;
  /** What has made a difference of that, in order: where an entry stands in a listing depends on it. */
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
