import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addressFromWords, type Address } from '../../../src/address/address.js';
import { FIELD_NAMES } from '../../../src/packet/field.js';
import { chooseNumber } from '../../../src/verify/engine/chosen-number.js';
import { Diagram, FALSE, TRUE } from '../../../src/verify/engine/diagram.js';
import { levelsOf } from '../../../src/verify/engine/variables.js';
import { constantVector, freeVector } from '../../../src/verify/engine/vector.js';
import { addressValue } from '../../../src/verify/packets/header-values.js';
import { FIELD_INDEX, type Registers } from '../../../src/verify/packets/packet-space.js';

const addressOf = (word: number): Address => addressFromWords(4, [word]);

it('finds what became of an address that is chosen among constants as of any other', () => {
  const words = fc.array(fc.nat(9), { minLength: 2, maxLength: 8 });
  fc.assert(
    fc.property(words, words, fc.boolean(), (given, asked, keptFirst) => {
      const diagram = new Diagram();
      const [first = 0] = levelsOf('protocol');
      const parts = given.map((value, index) => ({
        packets: diagram.all(
          given.slice(0, index + 1).map((_, level) => {
            const variable = diagram.variable(first + level);
            return level === index ? variable : diagram.not(variable);
          }),
        ),
        vector: constantVector(32, value),
      }));
      const chosen = chooseNumber(diagram, parts);
      const before: Registers = FIELD_NAMES.map((field) =>
        field === 'dst' ? freeVector(diagram, levelsOf('dst').slice(0, 32)) : [FALSE],
      );
      const valueOf = (dst: readonly number[]) =>
        addressValue(
          {
            diagram,
            family: 4,
            keptFirst,
            packets: TRUE,
            changed: undefined,
            before,
            after: before.with(FIELD_INDEX.dst, dst),
          },
          'dst',
          asked.map(addressOf),
        );
      // A copy of its bits is no number that is known to be chosen.
      expect(valueOf(chosen)).toEqual(valueOf([...chosen]));
    }),
    { numRuns: 50 },
  );
});
