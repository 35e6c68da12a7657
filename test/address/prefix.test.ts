import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressFromWords, compareAddresses } from '../../src/address/address.js';
import {
  hostPrefix,
  makePrefix,
  prefixContains,
  prefixCovers,
  samePrefix,
} from '../../src/address/prefix.js';

const address4 = fc
  .integer({ min: 0, max: 0xffffffff })
  .map((value) => addressFromWords(4, [value]));

/** The obvious twin: the first bits as text. */
function bits(words: readonly number[], length: number): string {
  return words
    .map((word) => word.toString(2).padStart(32, '0'))
    .join('')
    .slice(0, length);
}

describe('prefixes', () => {
  it('contain exactly the addresses with the same first bits', () => {
    const length = fc.integer({ min: 0, max: 32 });
    fc.assert(
      fc.property(address4, address4, length, length, (a, b, n, shared) => {
        // An address that shares some bits with the prefix, so that both answers come up.
        const mixed = makePrefix(a, shared).address.words.map(
          (word, index) => (word | ((b.words[index] ?? 0) & (2 ** (32 - shared) - 1))) >>> 0,
        );
        const expected = bits(a.words, n) === bits(mixed, n);
        expect(prefixContains(makePrefix(a, n), addressFromWords(4, mixed))).toBe(expected);
      }),
    );
  });

  it('cover longer prefixes of the same bits, and themselves', () => {
    const ten = makePrefix(addressFromWords(4, [0x0a000000]), 8);
    const inside = makePrefix(addressFromWords(4, [0x0a010000]), 16);
    expect(prefixCovers(ten, inside)).toBe(true);
    expect(prefixCovers(ten, ten)).toBe(true);
    expect(prefixCovers(inside, ten)).toBe(false);
  });

  it('never mix the families', () => {
    const v4 = addressFromWords(4, [0]);
    const v6 = addressFromWords(6, [0, 0, 0, 0]);
    expect(prefixContains(makePrefix(v6, 0), v4)).toBe(false);
    expect(samePrefix(makePrefix(v6, 0), makePrefix(v4, 0))).toBe(false);
    expect(compareAddresses(v4, v6)).toBeLessThan(0);
  });

  it('hold one address when as long as it', () => {
    const a = addressFromWords(6, [1, 2, 3, 4]);
    expect(prefixContains(hostPrefix(a), a)).toBe(true);
    expect(prefixContains(hostPrefix(a), addressFromWords(6, [1, 2, 3, 5]))).toBe(false);
  });

  it('have a length of the family', () => {
    expect(() => makePrefix(addressFromWords(4, [0]), 33)).toThrow('length: 0..32, got 33');
  });
});
