import fc from 'fast-check';
import { expect, it } from 'vitest';
import { chooseNumber } from '../../../src/verify/engine/chosen-number.js';
import { Diagram, FALSE } from '../../../src/verify/engine/diagram.js';
import { constantVector, isInRange, isMasked } from '../../../src/verify/engine/vector.js';

const LEVELS = 4;
const PACKETS = Array.from({ length: 2 ** LEVELS }, (_, packet) => packet);

const word = fc.oneof(fc.nat(3), fc.integer({ min: 0, max: 0xffffffff }));

/** Which constant each packet has, by its place in a list; none for some. */
const choice = fc.record({
  constants: fc.array(word, { minLength: 2, maxLength: 6 }),
  places: fc.array(fc.nat(7), { minLength: PACKETS.length, maxLength: PACKETS.length }),
});

it('answers as its bits do, and has what each packet was given', () => {
  fc.assert(
    fc.property(choice, word, word, ({ constants, places }, mask, other) => {
      const diagram = new Diagram();
      const packetOf = (packet: number) =>
        diagram.all(
          Array.from({ length: LEVELS }, (_, level) => {
            const variable = diagram.variable(level);
            return ((packet >>> level) & 1) === 1 ? variable : diagram.not(variable);
          }),
        );
      const numbers = constants.map((value, place) => ({
        packets: diagram.any(PACKETS.filter((packet) => places[packet] === place).map(packetOf)),
        vector: constantVector(32, value),
      }));
      const vector = chooseNumber(diagram, numbers);
      // Two at a time, as what was chosen before is chosen from again.
      const again = chooseNumber(diagram, [
        ...numbers.slice(2),
        {
          packets: diagram.any(numbers.slice(0, 2).map(({ packets }) => packets)),
          vector: chooseNumber(diagram, numbers.slice(0, 2)),
        },
      ]);
      const bits = [...vector];
      const [from, to] = [Math.min(mask, other), Math.max(mask, other)];
      expect(isMasked(diagram, vector, mask, (other & mask) >>> 0)).toBe(
        isMasked(diagram, bits, mask, (other & mask) >>> 0),
      );
      expect(isInRange(diagram, vector, from, to)).toBe(isInRange(diagram, bits, from, to));
      for (const [place, { packets }] of numbers.entries()) {
        const value = constants[place] ?? 0;
        for (const one of [vector, again]) {
          const here = diagram.and(packets, diagram.not(isMasked(diagram, one, 0xffffffff, value)));
          expect(here).toBe(FALSE);
        }
      }
    }),
    { numRuns: 40 },
  );
});
