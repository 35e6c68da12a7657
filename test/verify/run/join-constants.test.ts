import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FIELD_NAMES } from '../../../src/packet/field.js';
import { Diagram } from '../../../src/verify/engine/diagram.js';
import { constantVector, evaluateVector } from '../../../src/verify/engine/vector.js';
import { FIELD_INDEX } from '../../../src/verify/packets/packet-space.js';
import { joinConstants } from '../../../src/verify/run/join-constants.js';
import type { State } from '../../../src/verify/run/state.js';

const LEVELS = 6;
const PACKETS = Array.from({ length: 2 ** LEVELS }, (_, packet) => packet);
const PARTS = {
  registers: [FIELD_INDEX.dst, FIELD_INDEX.dport, FIELD_INDEX.mark],
  kept: [],
  memory: ['found'],
} as const;

/** Most are alike, so that there are many. */
const seldom = fc.constantFrom(0, 0, 0, 0, 0, 0, 1);

/** What each of many states has: an address and a port that are constants, a mark that is one of two, and what was found. */
const held = fc.array(fc.tuple(fc.nat(200), fc.nat(3), seldom, seldom), {
  minLength: PACKETS.length,
  maxLength: PACKETS.length,
});

it('leaves every packet what it had', () => {
  fc.assert(
    fc.property(held, (all) => {
      const diagram = new Diagram();
      const states = all.map(([dst, dport, mark, found], packet): State => {
        const registers = FIELD_NAMES.map((field) => {
          if (field === 'dst') return constantVector(32, dst);
          if (field === 'dport') return constantVector(16, dport);
          return constantVector(32, field === 'mark' ? mark : 0);
        });
        return {
          packets: diagram.all(
            Array.from({ length: LEVELS }, (_, level) => {
              const variable = diagram.variable(level);
              return ((packet >>> level) & 1) === 1 ? variable : diagram.not(variable);
            }),
          ),
          registers,
          kept: [],
          memory: { found, foundRule: 0, rule: 0, keptFound: 0, keptFoundRule: 0, emitted: 0 },
          met: new Map([[`choice ${packet % 2}`, 1]]),
        };
      });
      const joined = joinConstants(diagram, states, PARTS);
      const groups = all.map(([, , mark, found]) => `${mark} ${found}`);
      const counts = new Map<string, number>();
      for (const group of groups) counts.set(group, (counts.get(group) ?? 0) + 1);
      const many = [...counts.values()].map((count) => (count > 32 ? 1 : count));
      expect(joined.length).toBe(many.reduce((sum, count) => sum + count, 0));
      for (const packet of PACKETS) {
        const valueAt = (level: number): number => (packet >>> level) & 1;
        const its = joined.filter((state) => diagram.evaluate(state.packets, valueAt) === 1);
        const found = its.map(({ registers, memory }) => [
          ...PARTS.registers.map((index) =>
            evaluateVector(diagram, registers[index] ?? [], valueAt),
          ),
          memory.found,
        ]);
        expect(found).toEqual([all[packet]]);
      }
    }),
    { numRuns: 20 },
  );
});
