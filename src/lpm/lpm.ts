import type { Family } from '../address/family.js';
import type { Prefix } from '../address/prefix.js';

/** What a lookup answers when no prefix holds the address. */
export const NO_VALUE = -1;

/** A prefix and the id of its value: an integer in 0..2^31-2. What the value is, an engine does not know. */
export type PrefixId = readonly [prefix: Prefix, id: number];

/**
 * A longest-prefix-match engine: a set of prefixes of one family, each with a value id, that is asked for the id of the longest prefix
 * that holds an address. The order in which the prefixes came does not matter, but that the last of two equal prefixes wins.
 */
export interface LpmEngine {
  readonly family: Family;

  /**
   * The value id of the longest prefix that holds an address, or {@link NO_VALUE}.
   *
   * @param word0 - the address for IPv4, the first of its four words for IPv6: 32 bits each, signed or unsigned
   */
  lookup(word0: number, word1?: number, word2?: number, word3?: number): number;

  /**
   * Looks many addresses up.
   *
   * @param addresses - one word per address for IPv4, four for IPv6
   * @param out - receives one value id per address, {@link NO_VALUE} where no prefix matched; may be longer than needed
   */
  lookupBatch(addresses: Uint32Array, out: Int32Array): void;
}
