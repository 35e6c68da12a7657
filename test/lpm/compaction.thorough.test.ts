import { describe, expect, it } from 'vitest';
import type { Family } from '../../src/address/family.js';
import { makeRow } from '../../src/lpm/row/row.js';
import { lookupTrie } from '../../src/lpm/lookup-trie.js';
import { addressFromWords } from '../../src/address/address.js';
import { makePrefix } from '../../src/address/prefix.js';
import { buildState, dropRow, putRow, type LpmState } from '../../src/lpm/lpm-state.js';
import { ValuePool } from '../../src/lpm/trie/value-pool.js';
import { allRows } from '../../src/lpm/lpm-state.js';
import { buildTrie } from '../../src/lpm/trie/trie.js';
import { trieShape } from '../../src/lpm/trie/trie-shape.js';

/** A sequence of numbers that looks random and is always the same. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) >>> 0;
  };
}

const LENGTHS = { 4: [12, 16, 20, 24, 24, 24, 28, 32], 6: [20, 29, 32, 40, 48, 48, 64, 128] };

function drawRow(family: Family, next: () => number): Uint32Array {
  // Few first words, so that prefixes meet.
  const first = ((next() & 0xff) << 24) | ((next() & 0x3f) << 12);
  const words = family === 4 ? [first | (next() & 0xfff)] : [first, next(), next(), next()];
  const length = LENGTHS[family][next() & 7] ?? 0;
  const address = addressFromWords(
    family,
    words.map((word) => word >>> 0),
  );
  return makeRow(makePrefix(address, length), next() & 63);
}

function pool64(): ValuePool<number> {
  const pool = new ValuePool<number>();
  for (let id = 0; id < 64; id++) pool.add(id);
  return pool;
}

/** Holds the answers of a state to those of a trie built of its rows. */
function expectAnswers(state: LpmState<number>, next: () => number): void {
  const { family } = state.rows;
  const built = buildTrie(trieShape(family), allRows(state));
  const wrong: number[][] = [];
  for (let turn = 0; turn < 3000; turn++) {
    const row = drawRow(family, next);
    const [a = 0, b = 0, c = 0, d = 0] = row.subarray(0, family === 4 ? 1 : 4);
    if (lookupTrie(state.trie, a, b, c, d) !== lookupTrie(built, a, b, c, d)) wrong.push([a, b]);
  }
  expect(wrong).toEqual([]);
}

describe('an arena that is left', () => {
  it.each([4, 6] as const)('grows no further than its moves allow, in IPv%i', (family) => {
    const next = sequence(family);
    let state = buildState(family, new Uint32Array(0), pool64());
    const arenas = new Set([state.trie.writer]);
    let most = 0;
    for (let edit = 1; edit <= 30_000; edit++) {
      const row = drawRow(family, next);
      state = next() & 1 && edit > 2000 ? dropRow(state, row) : putRow(state, row);
      arenas.add(state.trie.writer);
      const { arena, settledWords } = state.trie.writer;
      most = Math.max(most, arena.used - 3 * settledWords);
      if (edit % 6000 === 0) expectAnswers(state, next);
    }
    expect(arenas.size).toBeGreaterThan(3);
    expect(most).toBeLessThan(100_000);
  });

  it('stays right for a version that was kept, and for edits of it', () => {
    const next = sequence(46);
    let state = buildState(4, new Uint32Array(0), pool64());
    for (let edit = 0; edit < 2000; edit++) state = putRow(state, drawRow(4, next));
    const kept = state;
    for (let edit = 0; edit < 4000; edit++) state = putRow(state, drawRow(4, next));
    let branch = kept;
    for (let edit = 0; edit < 4000; edit++) {
      // Both go on in turn, out of the same arena.
      state = dropRow(state, drawRow(4, next));
      branch = putRow(branch, drawRow(4, next));
    }
    for (const version of [kept, state, branch]) expectAnswers(version, next);
  });
});
