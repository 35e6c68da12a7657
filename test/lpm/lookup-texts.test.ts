import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printAddress } from '../../src/address/address-text.js';
import { ParseError } from '../../src/parse-error.js';
import { LinearLpm } from '../../src/lpm/linear.js';
import { LpmTable } from '../../src/lpm/lpm-table.js';
import { arbAddress, arbEntries, boundaries } from './arbitrary.js';

describe('looking up many texts', () => {
  it.each([4, 6] as const)('agrees with the linear engine in IPv%i', (family) => {
    fc.assert(
      fc.property(
        arbEntries(family),
        fc.array(arbAddress(family), { maxLength: 20 }),
        (entries, others) => {
          const addresses = [...boundaries(entries), ...others];
          const table = LpmTable.from(family, entries);
          const oracle = new LinearLpm(family, entries);
          const ids = new Int32Array(addresses.length + 1).fill(7);
          // Text and objects in turns.
          const asked = addresses.map((address, at) => (at & 1 ? address : printAddress(address)));
          table.lookupTexts(asked, ids);
          const found = Array.from(ids.slice(0, -1), (id) => (id < 0 ? -1 : table.value(id)));
          expect(found).toEqual(addresses.map(({ words }) => oracle.lookup(...words)));
          expect(ids.at(-1)).toBe(7);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('goes on from piece to piece', () => {
    const table = LpmTable.from(
      4,
      Array.from({ length: 256 }, (_, part) => [`10.${part}.0.0/16`, part] as const),
    );
    const texts = Array.from({ length: 1300 }, (_, at) => `10.${(at * 7) & 255}.0.${at & 255}`);
    const ids = new Int32Array(texts.length);
    table.lookupTexts(texts, ids);
    expect([...ids].map((id) => table.value(id))).toEqual(texts.map((_, at) => (at * 7) & 255));
  });

  it('refuses what is no address, is of another family, or does not fit', () => {
    const table = LpmTable.from(4, [['10.0.0.0/8', 1]]);
    const ids = new Int32Array(1);
    expect(() => {
      table.lookupTexts(['10.0.0.256'], ids);
    }).toThrow(ParseError);
    expect(() => {
      table.lookupTexts(['::1'], ids);
    }).toThrow('an IPv4 table holds IPv4');
    expect(() => {
      table.lookupTexts(['10.0.0.1', '10.0.0.2'], ids);
    }).toThrow('out: 2 or longer, got 1');
  });
});
