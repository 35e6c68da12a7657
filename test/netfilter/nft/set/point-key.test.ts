import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pointKey, pointKeyOf } from '../../../../src/netfilter/nft/set/point-key.js';

const EDGES = [0, 31, 32, 53, 64, 128].flatMap((bits) =>
  [-1n, 0n, 1n].map((by) => 2n ** BigInt(bits) + by),
);
const part = fc.oneof(
  fc.constantFrom(...EDGES),
  fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }),
  fc.bigInt({ min: 0n, max: 20n }),
);
const key = fc.array(part, { minLength: 1, maxLength: 3 });

describe('by what an element for one key is found', () => {
  it('is another for every key of as many parts', () => {
    fc.assert(
      fc.property(key, key, (a, b) => {
        fc.pre(a.length === b.length);
        expect(pointKey(a) === pointKey(b)).toBe(a.every((value, at) => value === b[at]));
      }),
    );
  });

  it('is that of the key which its ranges are', () => {
    fc.assert(
      fc.property(key, (values) => {
        expect(pointKeyOf(values.map((value) => ({ low: value, high: value })))).toBe(
          pointKey(values),
        );
      }),
    );
  });

  it('is a small whole number for an address, which maps spread evenly', () => {
    for (const word of [0n, 2n ** 31n - 1n, 2n ** 31n, 2n ** 32n - 1n]) {
      expect(
        Number.isInteger(pointKey([word])) && Math.abs(Number(pointKey([word]))) <= 2 ** 31,
      ).toBe(true);
    }
  });
});
