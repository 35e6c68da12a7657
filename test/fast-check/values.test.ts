import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  makePrefix,
  parseAddress,
  parsePrefix,
  prefixContains,
  printAddress,
  printPrefix,
  type Family,
} from 'nexthop';
import { addresses, marks, packets, prefixes, prefixLists } from 'nexthop/fast-check';

const FAMILIES: readonly Family[] = [4, 6];

/** How many of the values are so. */
function share<Value>(values: readonly Value[], holds: (value: Value) => boolean): number {
  return values.filter(holds).length / values.length;
}

describe.each(FAMILIES)('of IPv%i', (family) => {
  it('addresses have the family, and are reported as people write them', () => {
    const property = fc.property(addresses(family), (address) => {
      expect(address.family).toBe(family);
      expect(parseAddress(printAddress(address))).toEqual(address);
      expect(fc.stringify(address)).toBe(printAddress(address));
    });
    fc.assert(property);
  });

  it('prefixes are canonical, and most have usual lengths', () => {
    const property = fc.property(prefixes(family), (prefix) => {
      expect(makePrefix(prefix.address, prefix.length)).toEqual(prefix);
      expect(parsePrefix(fc.stringify(prefix))).toEqual(prefix);
    });
    fc.assert(property);
    const usual = family === 4 ? [0, 8, 16, 24, 32] : [0, 32, 48, 64, 128];
    const drawn = fc.sample(prefixes(family), { numRuns: 1000, seed: 1 });
    expect(share(drawn, ({ length }) => usual.includes(length))).toBeGreaterThan(0.7);
    expect(new Set(drawn.map(({ length }) => length)).size).toBeGreaterThan(20);
  });

  it('prefixes near others are their parents, children and neighbours', () => {
    const of = parsePrefix(family === 4 ? '172.16.32.0/20' : '2001:db8:5:6000::/52');
    const drawn = fc.sample(prefixes(family, [of]), { numRuns: 1000, seed: 1 });
    const isParent = share(
      drawn,
      (each) => each.length < of.length && each.length > 0 && prefixContains(each, of.address),
    );
    const isChild = share(
      drawn,
      (each) => each.length > of.length && prefixContains(of, each.address),
    );
    const beside = share(
      drawn,
      (each) =>
        each.length === of.length &&
        prefixContains(makePrefix(of.address, of.length - 8), each.address) &&
        printPrefix(each) !== printPrefix(of),
    );
    for (const found of [isParent, isChild, beside]) expect(found).toBeGreaterThan(0.08);
    const plain = fc.sample(prefixes(family), { numRuns: 1000, seed: 1 });
    expect(share(plain, (each) => prefixContains(of, each.address))).toBeLessThan(0.01);
  });

  it('lists of prefixes overlap, and shrink to the ones that matter', () => {
    const overlapping = fc.sample(prefixLists(family, 6), { numRuns: 300, seed: 1 });
    const overlap = share(
      overlapping.filter((list) => list.length > 1),
      (list) =>
        list.some((a, at) =>
          list
            .slice(at + 1)
            .some((b) => prefixContains(a, b.address) || prefixContains(b, a.address)),
        ),
    );
    expect(overlap).toBeGreaterThan(0.6);
    const property = fc.property(prefixLists(family), (list) =>
      list.every(({ length }) => length < 17),
    );
    const [list] = fc.check(property, { seed: 1, numRuns: 1000 }).counterexample ?? [];
    expect(list).toHaveLength(1);
  });

  it('packets are of the family, and from and to known devices', () => {
    const property = fc.property(packets(family, { devices: ['eth0'] }), ({ dst, iif, oif }) => {
      expect(dst.family).toBe(family);
      expect([undefined, 'eth0']).toContain(iif);
      expect([undefined, 'eth0']).toContain(oif);
    });
    fc.assert(property);
    fc.assert(
      fc.property(packets(family), ({ iif, oif }) => iif === undefined && oif === undefined),
    );
  });
});

describe('marks', () => {
  it('have no bits outside of their mask, and reach into any bit', () => {
    fc.assert(fc.property(marks(), ({ value, mask }) => (value & ~mask) === 0));
    const drawn = fc.sample(marks(), { numRuns: 2000, seed: 1 });
    const reached = drawn.reduce((bits, { value }) => bits | value, 0);
    expect(reached >>> 0).toBe(0xffffffff);
    expect(share(drawn, ({ value }) => value !== 0)).toBeGreaterThan(0.5);
    expect(fc.stringify(fc.sample(marks(), { numRuns: 1, seed: 1 })[0])).toMatch(
      /^0x[\da-f]+\/0x[\da-f]+$/,
    );
  });
});
