import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addToHash, deleteFromHash, isInHash } from '../../src/ipset/edit-hash.js';
import { countEntries, entriesOf } from '../../src/ipset/hash-table.js';
import { hashPair, hashWords } from '../../src/ipset/jenkins-hash.js';
import { emptyHash, requests } from './arbitrary-set.js';

describe('a hash table', () => {
  it('has what was added and not deleted, however often it grows', () => {
    const step = fc.record({
      add: fc.boolean(),
      request: requests('hash:net', 4).map((request) => ({ ...request, nomatch: false })),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80, size: 'max' }), (steps) => {
        let set = emptyHash('hash:net', 4);
        const kept = new Set<string>();
        for (const { add, request } of steps) {
          const before = set;
          const edit = add ? addToHash(set, request, false) : deleteFromHash(set, request, false);
          set = edit.set;
          const [name = ''] = entriesOf(
            addToHash(emptyHash('hash:net', 4), request, false).set.table,
          ).map(({ key }) => key.join());
          expect(edit.problem === undefined).toBe(kept.has(name) !== add);
          expect(edit.problem === undefined || set === before || set.table === before.table).toBe(
            true,
          );
          if (add) kept.add(name);
          else kept.delete(name);
          expect(isInHash(set, request) || !add).toBe(true);
        }
        const keys = entriesOf(set.table).map(({ key }) => key.join());
        expect(new Set(keys)).toEqual(kept);
        expect(keys.length).toBe(countEntries(set.table));
      }),
    );
  });
});

it('hashWords of two words from 0 is hashPair', () => {
  fc.assert(
    fc.property(fc.nat({ max: 0xffffffff }), fc.nat({ max: 0xffffffff }), (a, b) => {
      expect(hashWords([a, b], 0)).toBe(hashPair(a, b));
    }),
  );
});
