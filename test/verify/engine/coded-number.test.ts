import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CodedNumber, codedNumberOf } from '../../../src/verify/engine/coded-number.js';
import { Diagram } from '../../../src/verify/engine/diagram.js';
import { evaluateVector, isInRange, isMasked } from '../../../src/verify/engine/vector.js';

const byte = fc.nat(255);
const numbers = fc.uniqueArray(byte, { minLength: 2, maxLength: 11 });

describe('a coded number', () => {
  it('passes the tests that its values pass, code by code', () => {
    fc.assert(
      fc.property(numbers, byte, byte, byte, byte, (all, mask, bits, one, other) => {
        const values = all.toSorted((a, b) => a - b);
        const levels = [3, 5, 6, 9].slice(0, Math.ceil(Math.log2(values.length)));
        const diagram = new Diagram();
        const number = new CodedNumber(diagram, levels, values, 8);
        const [from, to] = [Math.min(one, other), Math.max(one, other)];
        const masked = isMasked(diagram, number.vector, mask, bits & mask);
        const ranged = isInRange(diagram, number.vector, from, to);
        const mapped = number.map((value) => diagram.terminal(value + 7));
        for (let code = 0; code < 2 ** levels.length; code++) {
          const value = values[Math.min(code, values.length - 1)] ?? 0;
          const valueAt = (level: number): number =>
            (code >>> (levels.length - 1 - levels.indexOf(level))) & 1;
          expect(evaluateVector(diagram, number.vector, valueAt)).toBe(value);
          expect(diagram.evaluate(masked, valueAt)).toBe(Number((value & mask) === (bits & mask)));
          expect(diagram.evaluate(ranged, valueAt)).toBe(Number(from <= value && value <= to));
          expect(diagram.evaluate(mapped, valueAt)).toBe(value + 7);
        }
      }),
    );
  });

  it('is known by its own vector only', () => {
    const diagram = new Diagram();
    const number = new CodedNumber(diagram, [0], [1, 2], 8);
    expect(codedNumberOf(number.vector)).toBe(number);
    expect(codedNumberOf([...number.vector])).toBeUndefined();
  });
});
