import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sipHash, type Word64 } from '../../src/evaluate/sip-hash.js';

const MASK = (1n << 64n) - 1n;

function rotate(value: bigint, bits: bigint): bigint {
  return ((value << bits) | (value >> (64n - bits))) & MASK;
}

/** The same hash in 64-bit arithmetic, as the paper has it. */
function plainSipHash(words: readonly bigint[], key0: bigint, key1: bigint): bigint {
  let v0 = 0x736f6d6570736575n ^ key0;
  let v1 = 0x646f72616e646f6dn ^ key1;
  let v2 = 0x6c7967656e657261n ^ key0;
  let v3 = 0x7465646279746573n ^ key1;
  const round = (): void => {
    v0 = (v0 + v1) & MASK;
    v1 = rotate(v1, 13n) ^ v0;
    v0 = rotate(v0, 32n);
    v2 = (v2 + v3) & MASK;
    v3 = rotate(v3, 16n) ^ v2;
    v0 = (v0 + v3) & MASK;
    v3 = rotate(v3, 21n) ^ v0;
    v2 = (v2 + v1) & MASK;
    v1 = rotate(v1, 17n) ^ v2;
    v2 = rotate(v2, 32n);
  };
  for (const word of [...words, BigInt((words.length * 8) & 0xff) << 56n]) {
    v3 ^= word;
    round();
    round();
    v0 ^= word;
  }
  v2 ^= 0xffn;
  for (let count = 0; count < 4; count += 1) round();
  return v0 ^ v1 ^ v2 ^ v3;
}

function wide({ high, low }: Word64): bigint {
  return (BigInt(high) << 32n) | BigInt(low);
}

const word64 = fc.record({
  high: fc.integer({ min: 0, max: 0xffffffff }),
  low: fc.integer({ min: 0, max: 0xffffffff }),
});

describe('sipHash', () => {
  // The vectors of the reference implementation: the key is 00 to 0f, the message 00, 01 and so on.
  it.each([
    [0, '726fdb47dd0e0e31'],
    [8, '93f5f5799a932462'],
    [16, '3f2acc7f57c29bdb'],
    [24, 'b8ad50c6f649af94'],
    [32, '7127512f72f27cce'],
    [40, '0e3ea96b5304a7d0'],
  ])('of %i bytes is the published one', (length, expected) => {
    const bytes = new DataView(Uint8Array.from({ length }, (_, index) => index).buffer);
    const words = Array.from({ length: length / 4 }, (_, at) => bytes.getUint32(at * 4, true));
    const key = [
      { low: 0x03020100, high: 0x07060504 },
      { low: 0x0b0a0908, high: 0x0f0e0d0c },
    ] as const;
    expect(
      wide(sipHash(words, ...key))
        .toString(16)
        .padStart(16, '0'),
    ).toBe(expected);
  });

  it('is what 64-bit arithmetic gives', () => {
    fc.assert(
      fc.property(fc.array(word64, { maxLength: 12 }), word64, word64, (message, key0, key1) => {
        const words = message.flatMap(({ low, high }) => [low, high]);
        expect(wide(sipHash(words, key0, key1))).toBe(
          plainSipHash(message.map(wide), wide(key0), wide(key1)),
        );
      }),
    );
  });
});
