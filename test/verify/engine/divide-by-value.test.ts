import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Diagram, FALSE, type Node } from '../../../src/verify/engine/diagram.js';

const LEVELS = 6;

/** A function of six variables, by its value for each assignment. */
function functionOf(diagram: Diagram, values: readonly number[]): Node {
  let round = values.map((value) => diagram.terminal(value));
  for (let level = LEVELS - 1; level >= 0; level--) {
    const half = round.length / 2;
    round = Array.from({ length: half }, (_, at) =>
      diagram.make(level, round[2 * at] ?? FALSE, round[2 * at + 1] ?? FALSE),
    );
  }
  return round[0] ?? FALSE;
}

const table = (max: number): fc.Arbitrary<readonly number[]> =>
  fc.array(fc.nat(max), { minLength: 2 ** LEVELS, maxLength: 2 ** LEVELS });

it('divides a condition as each value by itself does', () => {
  fc.assert(
    fc.property(table(1), table(20), (holds, values) => {
      const diagram = new Diagram();
      const [condition, node] = [functionOf(diagram, holds), functionOf(diagram, values)];
      const oneByOne = [...new Set(values)]
        .toSorted((a, b) => a - b)
        .map((value): readonly [number, Node] => [
          value,
          diagram.and(
            condition,
            diagram.whereValue(node, (other) => other === value),
          ),
        ])
        .filter(([, where]) => where !== FALSE);
      expect(diagram.divide(condition, node)).toEqual(oneByOne);
    }),
    { numRuns: 25 },
  );
});
