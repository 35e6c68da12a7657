import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareRows, makeRow, rowStride } from '../../src/lpm/row/row.js';
import { sortRows } from '../../src/lpm/row/sort-rows.js';
import { arbEntries } from './arbitrary.js';

describe('sorting rows', () => {
  it.each([4, 6] as const)(
    'orders as compareRows does; the last of equals stays, in IPv%i',
    (f) => {
      const stride = rowStride(f);
      fc.assert(
        fc.property(arbEntries(f, 80), (entries) => {
          const rows = entries.map(([prefix, id]) => makeRow(prefix, id));
          const ordered = rows
            .toReversed()
            .filter(
              (row, at, all) =>
                all.findIndex((b) => compareRows(stride, row, 0, b, 0) === 0) === at,
            )
            .toSorted((a, b) => compareRows(stride, a, 0, b, 0));
          const sorted = sortRows(stride, Uint32Array.from(rows.flatMap((row) => [...row])));
          expect([...sorted]).toEqual(ordered.flatMap((row) => [...row]));
        }),
      );
    },
  );

  it('orders many rows that differ far down only', () => {
    const order = Array.from({ length: 200 }, (_, at) => (at * 77) % 100);
    const row = (low: number, id: number): number[] => [0x20010db8, low, 0, 0, 64, id];
    const rows = Uint32Array.from(order.flatMap((low, id) => row(low, id)));
    const expected = Array.from({ length: 100 }, (_, low) => row(low, order.lastIndexOf(low)));
    expect([...sortRows(6, rows)]).toEqual(expected.flat());
  });

  it('gives rows that are in order back as they are', () => {
    const rows = Uint32Array.of(0, 8, 1, 0, 9, 1, 1 << 24, 8, 1);
    expect(sortRows(3, rows)).toBe(rows);
  });
});
