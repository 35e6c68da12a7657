import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  parseAddress,
  parsePrefix,
  printAddress,
  printPrefix,
} from '../../src/address/address-text.js';
import type { Family } from '../../src/address/family.js';
import { ParseError } from '../../src/parse-error.js';
import { samePrefix } from '../../src/address/prefix.js';
import { LinearLpm } from '../../src/lpm/linear.js';
import type { PrefixId } from '../../src/lpm/lpm.js';
import { LpmTable, type LpmEntry } from '../../src/lpm/lpm-table.js';
import { arbAddress, arbEntries, arbPrefix, boundaries } from './arbitrary.js';
import { describePrefixEngine, type PrefixEngine } from './conformance.js';

/** A table whose values are the ids of the suite. */
function asEngine(table: LpmTable<number>): PrefixEngine {
  return {
    family: table.family,
    lookup: (word0, ...others) => table.lookup(word0, ...others) ?? -1,
    lookupBatch: (addresses, out) => {
      table.lookupBatch(addresses, out);
      out.forEach((id, index) => (out[index] = id < 0 ? id : table.value(id)));
    },
    lookupPrefix: (address) => table.lookupPrefix(address),
    matches: (address) => [...table.supernets({ address, length: table.family === 4 ? 32 : 128 })],
    subnets: (outer) => [...table.subnets(outer)],
  };
}

/** The ways to come to a table of these entries. */
const WAYS: Record<string, (family: Family, entries: readonly PrefixId[]) => LpmTable<number>> = {
  'made at once': (family, entries) => LpmTable.from(family, entries),
  'made from text': (family, entries) =>
    LpmTable.from(
      family,
      entries.map(([prefix, id]) => [printPrefix(prefix), id]),
    ),
  'set one by one': (family, entries) => {
    let table = LpmTable.empty<number>(family);
    for (const [prefix, id] of entries) table = table.set(prefix, id);
    return table;
  },
  'left by deletions': (family, entries) => {
    const kept = (other: PrefixId): boolean => entries.some(([p]) => samePrefix(p, other[0]));
    const extra = fc
      .sample(arbEntries(family), { numRuns: 1, seed: entries.length })
      .flat()
      .filter((entry) => !kept(entry));
    let table = LpmTable.from(family, [...extra, ...entries]);
    for (const [prefix] of extra) table = table.delete(prefix);
    return table;
  },
  'made by a small transaction': (family, entries) => {
    // So many others that the edits are done one by one.
    const others = Array.from({ length: 64 * (1 + entries.length) }, (_, index): PrefixId => {
      const words = family === 4 ? [index << 8] : [index << 8, 0, 0, 0];
      return [{ address: { family, words: words.map((w) => w >>> 0) }, length: 24 }, 0];
    });
    const kept = others.filter(([other]) => !entries.some(([prefix]) => samePrefix(prefix, other)));
    return LpmTable.from(family, kept)
      .transaction((draft) => {
        for (const [prefix, id] of entries) draft.set(prefix, id);
      })
      .transaction((draft) => {
        for (const [prefix] of kept) draft.delete(prefix);
      });
  },
  'made by a large transaction': (family, entries) =>
    LpmTable.empty<number>(family).transaction((draft) => {
      for (const [prefix, id] of entries)
        draft
          .set(prefix, id + 1)
          .delete(prefix)
          .set(prefix, id);
    }),
  'read from bytes': (family, entries) =>
    LpmTable.fromBytes(
      LpmTable.from(family, entries).toBytes((value) => value),
      Number,
    ),
  'edited after reading it from bytes': (family, entries) => {
    const bytes = LpmTable.from(family, entries.slice(0, 3)).toBytes((value) => value);
    let table = LpmTable.fromBytes(bytes, Number);
    for (const [prefix, id] of entries.slice(3)) table = table.set(prefix, id);
    return table;
  },
};

for (const [way, make] of Object.entries(WAYS)) {
  describePrefixEngine(`a table ${way}`, (family, entries) => asEngine(make(family, entries)));
}

function print(entries: Iterable<LpmEntry<unknown>>): string[] {
  return Array.from(entries, ([prefix, value]) => `${printPrefix(prefix)} ${String(value)}`);
}

describe('a table of prefixes', () => {
  const table = LpmTable.from(4, [
    ['10.1.0.0/16', 'b'],
    ['0.0.0.0/0', 'a'],
    ['10.1.2.3', 'c'],
    ['192.0.2.0/24', undefined],
  ]);

  it('is asked by text, by address and by words', () => {
    expect(table.lookup('10.1.9.9')).toBe('b');
    expect(table.lookup(parseAddress('10.1.2.3'))).toBe('c');
    expect(table.lookup(0x0a010203)).toBe('c');
    expect(table.lookup('192.0.2.1')).toBeUndefined();
    const v6 = LpmTable.from(6, [['2001:db8::/32', 1]]);
    expect(v6.lookup('2001:db8::1')).toBe(1);
    expect(v6.lookup('2001:db8::192.0.2.1')).toBe(1);
    expect(v6.lookup(0x20010db8, 0, 0, 1)).toBe(1);
    expect(v6.lookup('::')).toBeUndefined();
  });

  it('lists its entries, those above and those below, in order', () => {
    expect(print(table)).toEqual([
      '0.0.0.0/0 a',
      '10.1.0.0/16 b',
      '10.1.2.3/32 c',
      '192.0.2.0/24 undefined',
    ]);
    expect(print(table.supernets('10.1.2.0/24'))).toEqual(['10.1.0.0/16 b', '0.0.0.0/0 a']);
    expect(print(table.subnets('10.0.0.0/8'))).toEqual(['10.1.0.0/16 b', '10.1.2.3/32 c']);
  });

  it('distinguishes exact prefixes from those that hold them', () => {
    expect(table.get('10.1.0.0/16')).toBe('b');
    expect(table.get('10.1.0.0/17')).toBeUndefined();
    expect([table.has('192.0.2.0/24'), table.has('192.0.2.0/25')]).toEqual([true, false]);
    expect(table.size).toBe(4);
  });

  it('is itself after an edit that changes nothing', () => {
    expect(table.set('10.1.0.0/16', 'b')).toBe(table);
    expect(table.delete('10.1.0.0/17')).toBe(table);
    expect(table.transaction(() => undefined)).toBe(table);
  });

  it('stays as it was when a transaction fails', () => {
    expect(() =>
      table.transaction((draft) => {
        draft.delete('0.0.0.0/0').set('300.0.0.0/8', 'x');
      }),
    ).toThrow('300.0.0.0/8');
    expect(table.lookup('198.51.100.1')).toBe('a');
  });

  it('refuses what is of another family or too short', () => {
    expect(() => table.lookup('2001:db8::1')).toThrow(RangeError);
    expect(() => table.set('2001:db8::/32', 'x')).toThrow(RangeError);
    expect(() => table.lookup('10.1.2')).toThrow('10.1.2');
    expect(() => {
      table.lookupBatch(new Uint32Array(2), new Int32Array(1));
    }).toThrow('out: 2 or longer, got 1');
    const v6 = LpmTable.empty(6);
    expect(() => {
      v6.lookupBatch(new Uint32Array(6), new Int32Array(2));
    }).toThrow('addresses: 4 words each, got 6');
    expect(() => table.value(-1)).toThrow(RangeError);
  });

  it('forgets values that no prefix has any more', () => {
    let next = LpmTable.from(4, [['10.0.0.0/24', {}]]);
    const old = next;
    const value = next.get('10.0.0.0/24');
    for (let turn = 0; turn < 3000; turn++) next = next.set('10.0.0.0/24', { turn });
    expect(next.lookup('10.0.0.1')).toEqual({ turn: 2999 });
    expect(old.lookup('10.0.0.1')).toBe(value);
    const ids = new Int32Array(1);
    next.lookupBatch(Uint32Array.of(0x0a000001), ids);
    expect(ids[0]).toBeLessThan(2000);
  });
});

describe('an edited table', () => {
  it.each([4, 6] as const)('keeps every version as it was, in IPv%i', (family) => {
    const arbEdit = fc.record({ prefix: arbPrefix(family), id: fc.nat(3), remove: fc.boolean() });
    fc.assert(
      fc.property(
        arbEntries(family),
        fc.array(arbEdit, { maxLength: 30 }),
        fc.array(arbAddress(family), { maxLength: 5 }),
        (first, edits, others) => {
          let table = LpmTable.from(family, first);
          let entries = [...first];
          const versions = [{ table, entries }];
          for (const { prefix, id, remove } of edits) {
            entries = entries.filter(([other]) => !samePrefix(other, prefix));
            if (!remove) entries.push([prefix, id]);
            table = remove ? table.delete(prefix) : table.set(prefix, id);
            versions.push({ table, entries });
          }
          const addresses = [...boundaries(versions.at(-1)?.entries ?? []), ...others];
          const texts = addresses.map(printAddress);
          for (const version of versions) {
            const oracle = new LinearLpm(family, version.entries);
            const answers = addresses.map((address, at) => [
              texts[at],
              version.table.lookup(address),
            ]);
            const expected = addresses.map((address, at) => [
              texts[at],
              oracle.lookupPrefix(address)?.[1],
            ]);
            expect(answers).toEqual(expected);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('a prefix text', () => {
  it('is what parsePrefix reads, bits after the length cleared', () => {
    const table = LpmTable.from(4, [['10.1.2.3/8', 1]]);
    expect(print(table)).toEqual(['10.0.0.0/8 1']);
    expect(table.has(parsePrefix('10.0.0.0/8'))).toBe(true);
  });

  it.each(['10.0.0.0/33', '10.0.0.0/', '10.0.0.0/08', '10.0.0.0/-1', '10.0.0.0/1e1', '/8', ''])(
    'is refused: %s',
    (text) => {
      expect(() => LpmTable.from(4, [[text, 1]])).toThrow(ParseError);
    },
  );
});
