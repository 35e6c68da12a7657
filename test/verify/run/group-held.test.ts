import fc from 'fast-check';
import { expect, it } from 'vitest';
import { constantVector } from '../../../src/verify/engine/vector.js';
import { groupHeld } from '../../../src/verify/run/group-held.js';
import type { Held } from '../../../src/verify/run/state.js';

const few = fc.nat(3);

/** What a packet has: two registers, one that was put aside, and what was found. */
const held = fc.tuple(few, few, few, few).map(([a, b, kept, found]): Held => ({
  registers: [constantVector(8, a), [...constantVector(8, b)]],
  kept: [constantVector(8, kept)],
  memory: { found, foundRule: 0, rule: 0, keptFound: 0, keptFoundRule: 0, emitted: 0 },
}));

const parts = fc.record({
  registers: fc.subarray([0, 1]),
  kept: fc.subarray([0]),
  memory: fc.subarray(['found', 'rule'] as const),
});

it('groups as comparing each with the first of every group does', () => {
  fc.assert(
    fc.property(fc.array(held, { maxLength: 40 }), parts, fc.boolean(), (all, live, asks) => {
      const partsOf = ({ registers, kept, memory }: Held): string =>
        JSON.stringify([
          live.registers.map((index) => registers[index]),
          live.kept.map((index) => kept[index]),
          live.memory.map((what) => memory[what]),
        ]);
      const fits = (a: Held, b: Held): boolean =>
        !asks || a.memory.found % 2 === b.memory.found % 2;
      const expected: Held[][] = [];
      for (const one of all) {
        const group = expected.find(
          ([first]) => first !== undefined && fits(first, one) && partsOf(first) === partsOf(one),
        );
        if (group === undefined) expected.push([one]);
        else group.push(one);
      }
      expect(groupHeld(all, live, fits)).toEqual(expected);
    }),
  );
});
