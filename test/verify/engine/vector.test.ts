import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Diagram } from '../../../src/verify/engine/diagram.js';
import {
  addTo,
  chooseVector,
  constantVector,
  evaluateVector,
  freeVector,
  isInRange,
  isMasked,
  isSame,
} from '../../../src/verify/engine/vector.js';

const byte = fc.nat(255);

/** Two free bytes of a diagram, and how to read a value off an assignment of both. */
function bytes() {
  const diagram = new Diagram();
  const levels = [0, 1, 2, 3, 4, 5, 6, 7];
  const [a, b] = [levels, levels.map((level) => level + 8)].map((of) => freeVector(diagram, of));
  if (a === undefined || b === undefined) throw new Error('two bytes');
  const at =
    (x: number, y = 0) =>
    (level: number): number =>
      ((level < 8 ? x : y) >>> (7 - (level % 8))) & 1;
  return { diagram, a, b, at };
}

describe('a number of symbolic bits', () => {
  it('is held against numbers as numbers are', () => {
    fc.assert(
      fc.property(byte, byte, byte, byte, (x, y, p, q) => {
        const { diagram, a, b, at } = bytes();
        const holds = (node: number): boolean => diagram.evaluate(node, at(x, y)) === 1;
        expect(holds(isMasked(diagram, a, p, q & p))).toBe((x & p) === (q & p));
        const [low, high] = [Math.min(p, q), Math.max(p, q)];
        expect(holds(isInRange(diagram, a, low, high))).toBe(low <= x && x <= high);
        expect(holds(isSame(diagram, a, b))).toBe(x === y);
        expect(holds(isSame(diagram, a, a))).toBe(true);
      }),
    );
  });

  it('is chosen and added to, held at both ends', () => {
    fc.assert(
      fc.property(byte, byte, fc.integer({ min: -300, max: 300 }), (x, y, by) => {
        const { diagram, a, b, at } = bytes();
        const value = (vector: readonly number[]): number =>
          evaluateVector(diagram, vector, at(x, y));
        expect(value(addTo(diagram, a, by))).toBe(Math.min(Math.max(x + by, 0), 255));
        const odd = isMasked(diagram, b, 1, 1);
        expect(value(chooseVector(diagram, odd, a, constantVector(8, 7)))).toBe(y % 2 ? x : 7);
      }),
    );
  });
});
