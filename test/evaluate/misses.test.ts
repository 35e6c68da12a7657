import { describe, expect, it } from 'vitest';
import { findShortfalls } from '../../src/evaluate/misses.js';
import { zeroRegisters } from '../../src/evaluate/registers.js';
import { all, any, equals, inRange, not } from '../../src/predicate/predicate.js';

const registers = { ...zeroRegisters(), mark: 0, protocol: 17, dport: 53 };

describe('shortfalls', () => {
  it('are none when the predicate holds', () => {
    expect(findShortfalls(equals('dport', 53), registers)).toEqual([]);
  });

  it('name every conjunct that failed, and only those', () => {
    const predicate = all([equals('protocol', 17), equals('mark', 2), inRange('dport', 80, 90)]);
    expect(findShortfalls(predicate, registers)).toEqual([
      { negated: false, conditions: [equals('mark', 2)] },
      { negated: false, conditions: [inRange('dport', 80, 90)] },
    ]);
  });

  it('tell alternatives on one field together', () => {
    const ports = any([equals('dport', 80), equals('dport', 443)]);
    expect(findShortfalls(ports, registers)).toEqual([
      { negated: false, conditions: [equals('dport', 80), equals('dport', 443)] },
    ]);
  });

  it('tell the nearest of other alternatives', () => {
    const far = all([equals('mark', 1), equals('tos', 8)]);
    expect(findShortfalls(any([far, equals('dport', 25)]), registers)).toEqual([
      { negated: false, conditions: [equals('dport', 25)] },
    ]);
  });

  it('of a negation is what should not have held', () => {
    expect(
      findShortfalls(not(all([equals('protocol', 17), equals('dport', 53)])), registers),
    ).toEqual([{ negated: true, conditions: [equals('protocol', 17), equals('dport', 53)] }]);
  });
});
