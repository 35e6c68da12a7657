import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressFromWords, compareAddresses } from '../../src/address/address.js';
import type { Family } from '../../src/address/family.js';
import { makePrefix, samePrefix, type Prefix } from '../../src/address/prefix.js';
import { LinearLpm } from '../../src/lpm/linear.js';
import type { PrefixId } from '../../src/lpm/lpm.js';
import { makeRow, rowPrefix, rowStride } from '../../src/lpm/row/row.js';
import { RowTree } from '../../src/lpm/row/row-tree.js';
import { sortRows } from '../../src/lpm/row/sort-rows.js';
import { arbPrefix } from './arbitrary.js';

function build(family: Family, entries: readonly PrefixId[]): RowTree {
  const rows = Uint32Array.from(entries.flatMap(([prefix, id]) => [...makeRow(prefix, id)]));
  return RowTree.build(family, sortRows(rowStride(family), rows));
}

function list(tree: RowTree, from?: Prefix): PrefixId[] {
  const found: PrefixId[] = [];
  const cursor = tree.cursor(from && makeRow(from));
  for (; !cursor.done; cursor.next()) {
    const id = cursor.rows[cursor.at + rowStride(tree.family) - 1] ?? 0;
    found.push([rowPrefix(tree.family, cursor.rows, cursor.at), id]);
  }
  return found;
}

function compare([a]: PrefixId, [b]: PrefixId): number {
  return compareAddresses(a.address, b.address) || a.length - b.length;
}

/** What a tree does, on a sorted array. */
class Model {
  entries: readonly PrefixId[] = [];

  set(prefix: Prefix, id: number): void {
    this.delete(prefix);
    const added: PrefixId = [prefix, id];
    this.entries = [...this.entries, added].toSorted(compare);
  }

  delete(prefix: Prefix): void {
    this.entries = this.entries.filter(([other]) => !samePrefix(prefix, other));
  }
}

/** Many neighbours, so that nodes split and join. */
function many(count: number): PrefixId[] {
  return Array.from({ length: count }, (_, index) => [
    makePrefix(addressFromWords(4, [((index * 7919) % count) << 8]), 24),
    index,
  ]);
}

describe('a row tree', () => {
  it.each([4, 6] as const)('does what a sorted array does, in IPv%i', (family) => {
    const arbEdit = fc.record({ prefix: arbPrefix(family), id: fc.nat(3), remove: fc.boolean() });
    fc.assert(
      fc.property(fc.array(arbEdit, { maxLength: 60 }), arbPrefix(family), (edits, from) => {
        const model = new Model();
        let tree = build(family, []);
        const past: [RowTree, readonly PrefixId[]][] = [];
        for (const { prefix, id, remove } of edits) {
          past.push([tree, model.entries]);
          if (remove) model.delete(prefix);
          else model.set(prefix, id);
          tree = remove ? tree.without(makeRow(prefix)) : tree.with(makeRow(prefix, id));
        }
        expect(list(tree)).toEqual(model.entries);
        expect(tree.size).toBe(model.entries.length);
        expect(list(tree, from)).toEqual(
          model.entries.filter((entry) => compare(entry, [from, 0]) >= 0),
        );
        for (const [old, entries] of past) expect(list(old)).toEqual(entries);
      }),
    );
  });

  it('grows and shrinks through many splits and joins', () => {
    const entries = many(5000);
    let tree = build(4, []);
    for (const [prefix, id] of entries) tree = tree.with(makeRow(prefix, id));
    expect(list(tree)).toEqual(entries.toSorted(compare));
    expect(list(build(4, entries))).toEqual(entries.toSorted(compare));
    const [kept] = entries;
    for (const [prefix] of entries.slice(1)) tree = tree.without(makeRow(prefix));
    expect(list(tree)).toEqual([kept]);
    expect(tree.root?.children).toBeUndefined();
    expect(
      list(tree.without(makeRow(entries[0]?.[0] ?? makePrefix(addressFromWords(4, [0]), 0)))),
    ).toEqual([]);
  });

  it('stays as it is when an edit changes nothing', () => {
    const tree = build(4, many(300));
    const [[prefix, id] = []] = many(300);
    if (prefix === undefined) throw new Error('no entry');
    expect(tree.with(makeRow(prefix, id))).toBe(tree);
    expect(tree.without(makeRow(makePrefix(prefix.address, 25)))).toBe(tree);
  });

  it.each([4, 6] as const)('finds what holds and what is held, in IPv%i', (family) => {
    const arbList = fc.array(fc.tuple(arbPrefix(family), fc.nat(9)), { maxLength: 60 });
    fc.assert(
      fc.property(arbList, arbPrefix(family), (entries, prefix) => {
        const tree = build(family, entries);
        const oracle = new LinearLpm(family, entries);
        const row = makeRow(prefix);
        const match = tree.longestMatch(row, prefix.length);
        const expected = oracle
          .matches(prefix.address)
          .find(([outer]) => outer.length <= prefix.length);
        expect(match && rowPrefix(family, match.rows, match.at)).toEqual(expected?.[0]);
        const inside = tree.inside(row);
        const expectedRows = oracle.subnets(prefix).flatMap(([p, id]) => [...makeRow(p, id)]);
        expect([...inside]).toEqual(expectedRows);
      }),
      { numRuns: 300 },
    );
  });
});
