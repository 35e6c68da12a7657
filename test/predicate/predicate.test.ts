import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holds } from '../../src/evaluate/holds.js';
import { zeroRegisters, type Registers } from '../../src/evaluate/registers.js';
import { fieldMax, type Field } from '../../src/packet/field.js';
import {
  all,
  ALWAYS,
  any,
  equals,
  inRange,
  isAlways,
  isNever,
  masked,
  NEVER,
  not,
  same,
  type Predicate,
} from '../../src/predicate/predicate.js';

const field = fc.constantFrom<Field>('mark', 'tos', 'sport', 'dport');
const value = (of: Field) => fc.integer({ min: 0, max: fieldMax(of) });
const leaf = field.chain((name) =>
  fc.oneof(
    fc.tuple(value(name), value(name)).map(([m, v]) => masked(name, m, v)),
    fc.tuple(value(name), value(name)).map(([m, v]) => masked(name, m, (v & m) >>> 0)),
    fc.tuple(value(name), value(name)).map(([a, b]) => inRange(name, a, b)),
    field.map((other) => same(name, other)),
  ),
);
const predicate: fc.Arbitrary<Predicate> = fc.letrec<{ node: Predicate }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4 },
    leaf,
    tie('node').map(not),
    fc.array(tie('node'), { maxLength: 3 }).map(all),
    fc.array(tie('node'), { maxLength: 3 }).map(any),
  ),
})).node;
const registers = fc
  .record({ mark: value('mark'), tos: value('tos'), sport: value('sport'), dport: value('dport') })
  .map((some): Registers => ({ ...zeroRegisters(), ...some }));

describe('predicates', () => {
  it('mean what they say on one field', () => {
    fc.assert(
      fc.property(registers, value('mark'), value('mark'), (r, mask, wanted) => {
        expect(holds(masked('mark', mask, wanted), r)).toBe((r.mark & mask) >>> 0 === wanted);
        expect(holds(equals('mark', r.mark), r)).toBe(true);
        const [low, high] = [Math.min(mask, wanted), Math.max(mask, wanted)];
        expect(holds(inRange('mark', low, high), r)).toBe(low <= r.mark && r.mark <= high);
      }),
    );
  });

  it('obey the laws of logic', () => {
    fc.assert(
      fc.property(predicate, predicate, registers, (p, q, r) => {
        expect(holds(not(p), r)).toBe(!holds(p, r));
        expect(holds(all([p, q]), r)).toBe(holds(p, r) && holds(q, r));
        expect(holds(any([p, q]), r)).toBe(holds(p, r) || holds(q, r));
        expect(holds(not(all([p, q])), r)).toBe(holds(any([not(p), not(q)]), r));
        expect(holds(all([p, ALWAYS]), r)).toBe(holds(p, r));
        expect(holds(any([p, NEVER]), r)).toBe(holds(p, r));
      }),
    );
  });

  it('know when they are constant', () => {
    expect(isNever(masked('mark', 0xf0, 0x15))).toBe(true);
    expect(isAlways(masked('mark', 0, 0))).toBe(true);
    expect(isAlways(inRange('sport', 0, 65535))).toBe(true);
    expect(isNever(inRange('sport', 5, 4))).toBe(true);
    expect(not(ALWAYS)).toEqual(NEVER);
    expect(isAlways(all([]))).toBe(true);
    expect(isNever(any([]))).toBe(true);
  });

  it('refuse what is no 32-bit word', () => {
    expect(() => equals('mark', -1)).toThrow('value: 0..4294967295, got -1');
    expect(() => masked('mark', 1.5, 0)).toThrow('mask: 0..4294967295, got 1.5');
  });
});
