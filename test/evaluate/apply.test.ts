import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apply } from '../../src/evaluate/apply.js';
import { zeroRegisters, type Registers } from '../../src/evaluate/registers.js';
import {
  add,
  copy,
  copyBits,
  set,
  setBits,
  type Assignment,
} from '../../src/predicate/assignment.js';

const word = fc.integer({ min: 0, max: 0xffffffff });

function after(start: Partial<Registers>, ...assignments: readonly Assignment[]): Registers {
  const registers = { ...zeroRegisters(), ...start };
  apply(assignments, registers);
  return registers;
}

describe('assignments', () => {
  it('set bits as MARK does: (mark & ~mask) ^ value', () => {
    fc.assert(
      fc.property(word, word, word, (mark, mask, value) => {
        // BigInt is the obvious twin of 32-bit arithmetic.
        const keep = BigInt.asUintN(32, ~BigInt(mask));
        const expected = Number((BigInt(mark) & keep) ^ BigInt(value));
        expect(after({ mark }, setBits('mark', Number(keep), value)).mark).toBe(expected);
      }),
    );
  });

  it('copy bits as CONNMARK does, with a shift either way', () => {
    fc.assert(
      fc.property(
        word,
        word,
        word,
        word,
        fc.integer({ min: -40, max: 40 }),
        (mark, ctmark, keep, take, shift) => {
          const taken = BigInt(ctmark) & BigInt(take);
          const moved = shift >= 0 ? taken << BigInt(shift) : taken >> BigInt(-shift);
          const expected = Number((BigInt(mark) & BigInt(keep)) ^ BigInt.asUintN(32, moved));
          expect(after({ mark, ctmark }, copyBits('mark', keep, 'ctmark', take, shift)).mark).toBe(
            expected,
          );
        },
      ),
    );
  });

  it('stop at the ends of a field when they add', () => {
    expect(after({ ttl: 1 }, add('ttl', -1)).ttl).toBe(0);
    expect(after({ ttl: 0 }, add('ttl', -5)).ttl).toBe(0);
    expect(after({ ttl: 250 }, add('ttl', 10)).ttl).toBe(255);
  });

  it('act in order', () => {
    expect(after({ mark: 7 }, copy('flowMark', 'mark'), set('mark', 1)).flowMark).toBe(7);
    expect(after({ mark: 7 }, set('mark', 1), copy('flowMark', 'mark')).flowMark).toBe(1);
  });

  it('keep to the width of the field', () => {
    expect(after({ mark: 0x1ff }, copy('tos', 'mark')).tos).toBe(0xff);
    expect(() => set('tos', 256)).toThrow('value: 0..255 for tos, got 256');
  });
});
