import type { Route } from '../fib/route.js';
import type { Predicate } from '../predicate/predicate.js';
import type { Prefix } from '../address/prefix.js';
import type { Resolution } from './resolution.js';

/** One route as the lookup sees it: taken when the flow key meets `when`; a `throw` route ends the search as a miss. */
export type Candidate =
  | { readonly when: Predicate; readonly resolution: Resolution }
  | { readonly when: Predicate; readonly resolution: 'throw'; readonly route: Route };

/**
 * A routing table as the lookup reads it (two tables at once, while local and main are merged).
 *
 * The first candidate that the flow key meets is the result, in the order of `fib_table_lookup`: longest prefix first, then the
 * order within the prefix.
 */
export interface LoweredTable {
  /** Ids of the routing tables that it reads. */
  readonly ids: readonly number[];
  /** The candidates for one destination, best first. */
  candidatesFor(words: readonly number[]): Iterable<Candidate>;
  /** Every prefix with its candidates, in no order that matters: for compiling and proving. */
  entries(): Iterable<{ readonly prefix: Prefix; readonly candidates: readonly Candidate[] }>;
  /** How many prefixes it has, at most. */
  readonly size: number;
  /**
   * The same as {@link entries}, as quickly as can be: prefixes whose routes differ in nothing but their destination can have the same list
   * of candidates, with the routes of one of them.
   *
   * @param visit - is given the words of each prefix, in an array that is filled anew for the next one, and its length
   */
  forEachAlike(
    visit: (words: Uint32Array, length: number, candidates: readonly Candidate[]) => void,
  ): void;
}
