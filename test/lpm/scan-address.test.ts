import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printAddress, readAddress } from '../../src/address/address-text.js';
import { scanIPv4, scanIPv6 } from '../../src/lpm/scan-address.js';
import { arbAddress } from './arbitrary.js';

function scan(text: string): number[] | undefined {
  const words = new Uint32Array(4).fill(0xdeadbeef);
  if (text.includes(':')) {
    return scanIPv6(text, 0, text.length, words) ? [...words] : undefined;
  }
  return scanIPv4(text, 0, text.length, words) ? [words[0] ?? 0] : undefined;
}

/** Texts that are addresses, nearly so, or made of the same letters. */
const arbText = fc.oneof(
  arbAddress(4).map(printAddress),
  arbAddress(6).map(printAddress),
  fc
    .array(fc.constantFrom('0', '1', '9', '25', '255', '256', '.', '..', '01'), { maxLength: 9 })
    .map((parts) => parts.join('')),
  fc
    .array(fc.constantFrom(':', '::', '0', 'f', 'FFFF', '12345', 'g', 'ab:', '1:', '0:'), {
      maxLength: 10,
    })
    .map((parts) => parts.join('')),
  fc
    .tuple(
      fc.array(fc.constantFrom('0', '1', 'a0', 'ffff', ''), { minLength: 1, maxLength: 9 }),
      fc.nat(9),
    )
    .map(([groups, gap]) => groups.toSpliced(gap, 0, '').join(':')),
);

describe('scanning an address', () => {
  it('reads what readAddress reads, and nothing else', () => {
    fc.assert(
      fc.property(arbText, (text) => {
        const read = readAddress(text)?.words;
        // What it leaves to the strict reader it gives up, and never reads otherwise.
        expect([undefined, read]).toContainEqual(scan(text));
      }),
      { numRuns: 5000 },
    );
  });

  it('reads every address as it is printed, but for a dotted tail', () => {
    fc.assert(
      fc.property(fc.oneof(arbAddress(4), arbAddress(6)), (address) => {
        const text = printAddress(address);
        const dottedTail = address.family === 6 && text.includes('.');
        expect(scan(text)).toEqual(dottedTail ? undefined : address.words);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['::', [0, 0, 0, 0]],
    ['::1', [0, 0, 0, 1]],
    ['1::', [0x10000, 0, 0, 0]],
    ['1:2:3:4:5:6:7::', [0x10002, 0x30004, 0x50006, 0x70000]],
    ['::2:3:4:5:6:7:8', [2, 0x30004, 0x50006, 0x70008]],
    ['2001:DB8:0:1::a:b', [0x20010db8, 1, 0, 0xa000b]],
    ['1:2:3:4:5:6:7:8', [0x10002, 0x30004, 0x50006, 0x70008]],
  ])('reads %s', (text, words) => {
    expect(scan(text)).toEqual(words);
  });

  it.each([
    ['', ':', ':::', '1:', ':1', '1::2::3', '1:2:3:4:5:6:7', '1:2:3:4:5:6:7:8:9'],
    ['1:2:3:4::5:6:7:8', '12345::', 'g::', '::1%eth0', '1.2.3', '1.2.3.4.5', '01.2.3.4'],
    // Codes whose low bits are those of a digit or a colon.
    [
      '\u0131::',
      '1::\u0131',
      '1:2:3:4:5:6:7:\u0131234',
      '2001:db\u0138::',
      '\u013a:1::2',
      '1\u013a:2',
    ],
    ['\u0131.2.3.4', '1.2.3.\u0131', '1\u012e2.3.4'],
    ['256.1.1.1', '1..2.3', '1.2.3.', '.1.2.3', ' 1.2.3.4', '1.2.3.4 '],
  ])('refuses %s and the like', (...texts) => {
    for (const text of texts) expect(scan(text)).toBeUndefined();
  });

  it('reads within its bounds only', () => {
    const words = new Uint32Array(4);
    expect(scanIPv4('x10.0.0.1/24', 1, 9, words)).toBe(true);
    expect(words[0]).toBe(0x0a000001);
    expect(scanIPv6('x2001:db8::/32', 1, 11, words)).toBe(true);
    expect([...words]).toEqual([0x20010db8, 0, 0, 0]);
    expect(scanIPv6('1::', 0, 2, words)).toBe(false);
  });
});
