import { Map as ImmutableMap } from 'immutable';
import { describe, expect, it } from 'vitest';
import { LpmTable } from '../../src/lpm/lpm-table.js';

const SIZE = 300;

/** The text of one of the prefixes: some lie in others. */
function prefixText(index: number): string {
  const length = 16 + (index % 3) * 8;
  return `10.${index >>> 4}.${length > 16 ? index & 15 : 0}.0/${length}`;
}

function prefixTexts(): readonly string[] {
  return [...new Set(Array.from({ length: SIZE }, (_, index) => prefixText(index)))];
}

/** A sequence of numbers that looks random and is always the same. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 8;
  };
}

/** A table beside a Map of what it must hold. */
interface Twins {
  readonly table: LpmTable<object>;
  readonly expected: ImmutableMap<string, object>;
}

function startTwins(): Twins {
  const expected = ImmutableMap(prefixTexts().map((text): [string, object] => [text, {}]));
  return { table: LpmTable.from<object>(4, expected), expected };
}

function expectTwins({ table, expected }: Twins): void {
  expect(table.size).toBe(expected.size);
  expect(expected.filterNot((value, text) => table.get(text) === value).toArray()).toEqual([]);
}

/** Edits a prefix; every value is new. */
function edit({ table, expected }: Twins, next: () => number): Twins {
  const text = prefixText(next() % SIZE);
  if (next() % 8 === 0) return { table: table.delete(text), expected: expected.delete(text) };
  const value = {};
  return { table: table.set(text, value), expected: expected.set(text, value) };
}

/** The id of some value: it grows with the values that are remembered. */
function largestId(table: LpmTable<object>): number {
  const ids = new Int32Array(SIZE);
  const addresses = Uint32Array.from({ length: SIZE }, (_, index) => 0x0a000000 + (index << 12));
  table.lookupBatch(addresses, ids);
  return ids.reduce((most, id) => Math.max(most, id), -1);
}

describe('values that no prefix has any more', () => {
  it('are left behind while edits go on, and all others stay', () => {
    const next = sequence(1);
    let twins = startTwins();
    let most = 0;
    for (let turn = 0; turn < 8000; turn++) {
      twins = edit(twins, next);
      if (turn % 100 === 0) {
        expectTwins(twins);
        most = Math.max(most, largestId(twins.table));
      }
    }
    expect(most).toBeGreaterThan(1000);
    expect(most).toBeLessThan(5000);
  });

  it('stay with versions that were kept, and with edits of them', () => {
    const next = sequence(2);
    let main = startTwins();
    for (let turn = 0; turn < 2000; turn++) main = edit(main, next);
    const kept = main;
    let branch = main;
    for (let turn = 0; turn < 3000; turn++) {
      main = edit(main, next);
      branch = edit(branch, next);
    }
    for (const twins of [kept, main, branch]) expectTwins(twins);
  });

  it('are left behind between transactions, never within one', () => {
    let { table } = startTwins();
    const texts = prefixTexts();
    const few = texts.slice(0, 3);
    let most = 0;
    for (let turn = 0; turn < 2000; turn++) {
      const values = few.map(() => ({}));
      table = table.transaction((draft) => {
        for (const [index, value] of values.entries()) draft.set(few[index] ?? '', value);
      });
      expect(few.filter((text, index) => table.get(text) !== values[index])).toEqual([]);
      most = Math.max(most, largestId(table));
    }
    expect(most).toBeLessThan(5000);
  });

  it('are left behind by large transactions at once', () => {
    let { table } = startTwins();
    const texts = prefixTexts();
    for (let turn = 0; turn < 20; turn++) {
      const values = texts.map(() => ({}));
      table = table.transaction((draft) => {
        for (const [index, text] of texts.entries()) draft.set(text, values[index] ?? {});
      });
      expect(texts.filter((text, index) => table.get(text) !== values[index])).toEqual([]);
    }
    expect(largestId(table)).toBeLessThan(5000);
  });
});
