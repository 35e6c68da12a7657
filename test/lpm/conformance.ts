import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAddress, parsePrefix } from '../../src/address/address-text.js';
import type { Address } from '../../src/address/address.js';
import type { Family } from '../../src/address/family.js';
import type { Prefix } from '../../src/address/prefix.js';
import { LinearLpm } from '../../src/lpm/linear.js';
import type { LpmEngine, PrefixId } from '../../src/lpm/lpm.js';
import { arbAddress, arbEntries, arbPrefix, boundaries } from './arbitrary.js';

/** Makes an engine of entries. */
export type MakeEngine = (family: Family, entries: readonly PrefixId[]) => LpmEngine;

/** An engine that also lists its prefixes: what LinearLpm does. */
export interface PrefixEngine extends LpmEngine {
  lookupPrefix(address: Address): PrefixId | undefined;
  matches(address: Address): readonly PrefixId[];
  subnets(outer: Prefix): readonly PrefixId[];
}

function entries(...texts: readonly string[]): PrefixId[] {
  return texts.map((text, id) => [parsePrefix(text), id]);
}

function ask(engine: LpmEngine, text: string): number {
  const { words } = parseAddress(text);
  return engine.lookup(words[0] ?? 0, words[1], words[2], words[3]);
}

/** Asks one by one and in a batch; both must agree with the oracle. */
function expectSameAnswers(
  engine: LpmEngine,
  oracle: LpmEngine,
  addresses: readonly Address[],
): void {
  const words = Uint32Array.from(addresses.flatMap((address) => address.words));
  const expected = addresses.map(({ words: [a = 0, b, c, d] }) => oracle.lookup(a, b, c, d));
  const single = addresses.map(({ words: [a = 0, b, c, d] }) => engine.lookup(a, b, c, d));
  const batch = new Int32Array(addresses.length);
  engine.lookupBatch(words, batch);
  expect(single).toEqual(expected);
  expect([...batch]).toEqual(expected);
}

/** What every engine must do; run it over each of them. */
export function describeEngine(name: string, make: MakeEngine): void {
  describe(name, () => {
    it('answers -1 when it is empty', () => {
      expect(ask(make(4, []), '192.0.2.1')).toBe(-1);
      expect(ask(make(6, []), '2001:db8::1')).toBe(-1);
    });

    it('prefers the longest prefix, whatever the order', () => {
      const nested = entries(
        '0.0.0.0/0',
        '10.0.0.0/8',
        '10.0.0.0/20',
        '10.0.3.0/24',
        '10.0.3.7/32',
      );
      for (const list of [nested, nested.toReversed()]) {
        const engine = make(4, list);
        expect(ask(engine, '10.0.3.7')).toBe(4);
        expect(ask(engine, '10.0.3.8')).toBe(3);
        expect(ask(engine, '10.0.4.0')).toBe(2);
        expect(ask(engine, '10.0.16.0')).toBe(1);
        expect(ask(engine, '11.0.0.0')).toBe(0);
      }
    });

    it('prefers the longest prefix in IPv6', () => {
      const engine = make(
        6,
        entries(
          '::/0',
          '2001:db8::/32',
          '2001:db8:1::/48',
          '2001:db8:1:2::/64',
          '2001:db8:1:2::3/128',
        ),
      );
      expect(ask(engine, '2001:db8:1:2::3')).toBe(4);
      expect(ask(engine, '2001:db8:1:2::4')).toBe(3);
      expect(ask(engine, '2001:db8:1:3::')).toBe(2);
      expect(ask(engine, '2001:db8:2::')).toBe(1);
      expect(ask(engine, 'fe80::')).toBe(0);
    });

    it('keeps the last of two equal prefixes', () => {
      expect(ask(make(4, entries('10.0.0.0/8', '10.0.0.0/8')), '10.1.2.3')).toBe(1);
    });

    it('takes signed words as well', () => {
      const engine = make(4, entries('255.0.0.0/8'));
      expect(engine.lookup(-1)).toBe(0);
    });

    it.each([4, 6] as const)('agrees with the linear engine in IPv%i', (family) => {
      fc.assert(
        fc.property(
          arbEntries(family),
          fc.array(arbAddress(family), { maxLength: 20 }),
          (list, others) => {
            const addresses = [...boundaries(list), ...others];
            expectSameAnswers(make(family, list), new LinearLpm(family, list), addresses);
          },
        ),
        { numRuns: 30 },
      );
    });
  });
}

/** What every engine must do that lists its prefixes; run it over each of them. */
export function describePrefixEngine(
  name: string,
  make: (family: Family, entries: readonly PrefixId[]) => PrefixEngine,
): void {
  describeEngine(name, make);

  describe(`${name}, listing its prefixes`, () => {
    it.each([4, 6] as const)('agrees with the linear engine in IPv%i', (family) => {
      fc.assert(
        fc.property(
          arbEntries(family),
          fc.array(arbAddress(family), { maxLength: 5 }),
          arbPrefix(family),
          (list, others, outer) => {
            const engine = make(family, list);
            const oracle = new LinearLpm(family, list);
            const addresses = [...boundaries(list.slice(0, 5)), ...others];
            const prefixes = [outer, ...list.map(([inside]) => inside).slice(0, 5)];
            const reported = (one: PrefixEngine): readonly unknown[] => [
              ...addresses.map((address) => [one.lookupPrefix(address), one.matches(address)]),
              ...prefixes.map((prefix) => one.subnets(prefix)),
            ];
            expect(reported(engine)).toEqual(reported(oracle));
          },
        ),
        { numRuns: 30 },
      );
    });
  });
}
