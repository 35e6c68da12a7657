import fc from 'fast-check';
import { addressFromWords, type Address } from '../../src/address/address.js';
import { addressBits, type Family } from '../../src/address/family.js';
import { makePrefix, type Prefix } from '../../src/address/prefix.js';
import type { PrefixId } from '../../src/lpm/lpm.js';

/** Lengths where something begins or ends: levels, the directory, the fallback, and what the Internet has most of. */
const LENGTHS = {
  4: [0, 1, 7, 8, 10, 11, 12, 16, 18, 19, 20, 23, 24, 24, 25, 26, 27, 28, 29, 30, 31, 32],
  6: [
    0, 3, 7, 8, 12, 13, 18, 19, 24, 25, 30, 32, 36, 42, 44, 48, 48, 49, 64, 66, 96, 126, 127, 128,
  ],
} as const;

const BASES = {
  4: [[0x0a000000], [0x0a000300], [0], [0xffffffff], [0xc0a80080]],
  6: [
    [0x20010db8, 0, 0, 0],
    [0x20010db8, 0x00010000, 0, 1],
    [0, 0, 0, 0],
    [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
    [0x2a000000, 0x80000000, 0, 0],
  ],
} as const;

/** Addresses near to each other: few bases, of which a few bits are turned, rarely any address at all. */
export function arbAddress(family: Family): fc.Arbitrary<Address> {
  const bits = addressBits(family);
  const near = fc
    .tuple(fc.constantFrom(...BASES[family]), fc.array(fc.nat(bits - 1), { maxLength: 3 }))
    .map(([base, turned]) => {
      const words = Uint32Array.from(base);
      for (const bit of turned) {
        words[bit >>> 5] = (words[bit >>> 5] ?? 0) ^ (0x80000000 >>> (bit & 31));
      }
      return Array.from(words);
    });
  const any = fc.array(fc.nat(0xffffffff), { minLength: bits / 32, maxLength: bits / 32 });
  return fc
    .oneof({ weight: 9, arbitrary: near }, { weight: 1, arbitrary: any })
    .map((words) => addressFromWords(family, words));
}

/** Prefixes that nest and neighbour. */
export function arbPrefix(family: Family): fc.Arbitrary<Prefix> {
  return fc
    .tuple(
      arbAddress(family),
      fc.oneof(
        { weight: 4, arbitrary: fc.constantFrom(...LENGTHS[family]) },
        { weight: 1, arbitrary: fc.nat(addressBits(family)) },
      ),
    )
    .map(([address, length]) => makePrefix(address, length));
}

/** Prefixes with value ids; few different ones, so that neighbours often agree. */
export function arbEntries(family: Family, maxLength = 40): fc.Arbitrary<PrefixId[]> {
  return fc.array(fc.tuple(arbPrefix(family), fc.nat(5)), { maxLength });
}

/** The addresses at which the answer may change: the first and last of each prefix and their neighbours outside. */
export function boundaries(entries: readonly PrefixId[]): readonly Address[] {
  return entries.flatMap(([{ address, length }]) => {
    const bits = BigInt(addressBits(address.family));
    const first = address.words.reduce((sum, word) => (sum << 32n) | BigInt(word), 0n);
    const past = first + (1n << (bits - BigInt(length)));
    return [first - 1n, first, past - 1n, past].map((value) =>
      addressFromWords(
        address.family,
        address.words.map((_, index) =>
          Number(BigInt.asUintN(32, value >> (bits - 32n * BigInt(index + 1)))),
        ),
      ),
    );
  });
}
