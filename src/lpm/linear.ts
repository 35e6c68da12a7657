import { addressFromWords, compareAddresses, type Address } from '../address/address.js';
import type { Family } from '../address/family.js';
import { prefixContains, samePrefix, type Prefix } from '../address/prefix.js';
import { NO_VALUE, type LpmEngine, type PrefixId } from './lpm.js';

/**
 * The obvious engine: a list of prefixes, longest first, of which the first that holds the address wins. Slow; it is what every other
 * engine is held to.
 */
export class LinearLpm implements LpmEngine {
  private readonly longestFirst: readonly PrefixId[];

  /** The prefixes may come in any order; the last of two equal ones wins. */
  constructor(
    readonly family: Family,
    entries: Iterable<PrefixId>,
  ) {
    const all = [...entries];
    const last = all.filter(
      ([prefix], index) => !all.slice(index + 1).some(([other]) => samePrefix(prefix, other)),
    );
    this.longestFirst = last.toSorted(([a], [b]) => b.length - a.length);
  }

  lookup(...words: readonly number[]): number {
    return this.lookupPrefix(this.address(words))?.[1] ?? NO_VALUE;
  }

  lookupBatch(addresses: Uint32Array, out: Int32Array): void {
    const step = this.family === 4 ? 1 : 4;
    for (let at = 0; at < addresses.length; at += step) {
      out[at / step] = this.lookup(...addresses.subarray(at, at + step));
    }
  }

  /** The longest prefix that holds an address, with its value id; undefined when none does. */
  lookupPrefix(address: Address): PrefixId | undefined {
    return this.longestFirst.find(([prefix]) => prefixContains(prefix, address));
  }

  /** All prefixes that hold an address, longest first. */
  matches(address: Address): readonly PrefixId[] {
    return this.longestFirst.filter(([prefix]) => prefixContains(prefix, address));
  }

  /** All prefixes that lie in a prefix or are it, by address, then by length. */
  subnets(outer: Prefix): readonly PrefixId[] {
    return this.longestFirst
      .filter(([prefix]) => prefix.length >= outer.length && prefixContains(outer, prefix.address))
      .toSorted(([a], [b]) => compareAddresses(a.address, b.address) || a.length - b.length);
  }

  private address(words: readonly number[]): Address {
    return addressFromWords(
      this.family,
      words.slice(0, this.family === 4 ? 1 : 4).map((word) => word >>> 0),
    );
  }
}
