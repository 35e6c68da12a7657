import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Directory } from '../../src/lpm/directory.js';

describe('a directory', () => {
  it('does what an array does that is copied for each edit, and reports in what two differ', () => {
    const arbEdits = fc.array(fc.tuple(fc.nat(255), fc.integer()), { maxLength: 20 });
    fc.assert(
      fc.property(arbEdits, arbEdits, fc.nat(256), (first, then, end) => {
        const array = new Int32Array(256);
        let directory = Directory.of(array);
        const edit = (edits: typeof first): void => {
          for (const [slot, entry] of edits) {
            array[slot] = entry;
            directory = directory.with(slot, entry);
          }
        };
        edit(first);
        const [before, arrayBefore] = [directory, array.slice()];
        edit(then);
        expect(directory.length).toBe(256);
        expect(directory.slots).toEqual([...array]);
        expect(before.slots).toEqual([...arrayBefore]);
        expect([...array.keys()].map((slot) => directory.slot(slot))).toEqual([...array]);
        const differing = [...array.keys()].filter((slot) => array[slot] !== arrayBefore[slot]);
        expect([...before.differences(directory, end)]).toEqual(
          differing.filter((slot) => slot < end),
        );
      }),
    );
  });
});
