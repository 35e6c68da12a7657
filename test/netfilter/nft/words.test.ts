import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { apply } from '../../../src/evaluate/apply.js';
import { holds } from '../../../src/evaluate/holds.js';
import { zeroRegisters, type Registers } from '../../../src/evaluate/registers.js';
import type { Expression } from '../../../src/netfilter/nft/expression.js';
import { assignWord } from '../../../src/netfilter/nft/meaning/assign-value.js';
import { wordIs, wordsInRange } from '../../../src/netfilter/nft/meaning/compare-word.js';
import { expressionValue } from '../../../src/netfilter/nft/meaning/value/expression-value.js';
import type { Word } from '../../../src/netfilter/nft/meaning/value/value.js';
import { scalarType } from '../../../src/netfilter/nft/value-type.js';
import { ANYWHERE } from '../../../src/netfilter/nft/not-followed.js';

const MARK = scalarType('mark', 32, 'host');
const word32 = fc.oneof(
  fc.constantFrom(0, 1, 0xff, 0xffff, 0xff00, 0xffff0000, 0xffffffff),
  fc.integer({ min: 0, max: 0xffffffff }),
);

const mark: Expression = { kind: 'meta', key: 'mark', inner: undefined, type: MARK };
const ctmark: Expression = { kind: 'ct', key: 'mark', direction: undefined, type: MARK };

/** Expressions over the two marks, and how a machine word works them out. */
const expression: fc.Arbitrary<Expression> = fc.letrec<{ all: Expression; leaf: Expression }>(
  (tie) => ({
    leaf: fc.oneof(fc.constant(mark), fc.constant(ctmark)),
    all: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      tie('leaf'),
      fc
        .tuple(tie('all'), fc.constantFrom('&' as const, '|' as const, '^' as const), word32)
        .map(([left, operator, value]): Expression => ({
          kind: 'binary',
          operator,
          left,
          right: { kind: 'number', value: BigInt(value), type: MARK },
          type: MARK,
        })),
      fc
        .tuple(
          tie('all'),
          fc.constantFrom('<<' as const, '>>' as const),
          fc.integer({ min: 0, max: 31 }),
        )
        .map(([left, operator, value]): Expression => ({
          kind: 'binary',
          operator,
          left,
          right: { kind: 'number', value: BigInt(value), type: MARK },
          type: MARK,
        })),
      fc
        .tuple(tie('all'), fc.constantFrom('|' as const, '^' as const), tie('all'))
        .map(([left, operator, right]): Expression => ({
          kind: 'binary',
          operator,
          left,
          right,
          type: MARK,
        })),
    ),
  }),
).all;

function worked(of: Expression, registers: Registers): number {
  if (of.kind === 'number') return Number(of.value);
  if (of.kind === 'meta') return registers.mark;
  if (of.kind === 'ct') return registers.ctmark;
  if (of.kind !== 'binary') throw new TypeError(of.kind);
  const [a, b] = [worked(of.left, registers), worked(of.right, registers)];
  return {
    '&': (a & b) >>> 0,
    '|': (a | b) >>> 0,
    '^': (a ^ b) >>> 0,
    '<<': b > 31 ? 0 : (a << b) >>> 0,
    '>>': b > 31 ? 0 : a >>> b,
  }[of.operator];
}

function registersOf(one: number, other: number): Registers {
  const registers = zeroRegisters();
  registers.mark = one;
  registers.ctmark = other;
  return registers;
}

/** The words of an expression; undefined for one that takes bits of two registers together. */
function wordOf(of: Expression): Word | undefined {
  const value = expressionValue(of, ANYWHERE);
  return value.kind === 'words' ? value.words[0] : undefined;
}

describe('an expression over registers', () => {
  test('is compared as what it is worked out to', () => {
    fc.assert(
      fc.property(expression, word32, word32, word32, word32, (of, one, other, a, b) => {
        const word = wordOf(of);
        if (word === undefined) return;
        const registers = registersOf(one, other);
        const value = worked(of, registers);
        expect(holds(wordIs(word, value, 0xffffffff), registers)).toBe(true);
        expect(holds(wordIs(word, (a & b) >>> 0, b), registers)).toBe(
          (value & b) >>> 0 === (a & b) >>> 0,
        );
        const [low, high] = a <= b ? [a, b] : [b, a];
        const within = wordsInRange([word], BigInt(low), BigInt(high));
        expect(holds(within, registers)).toBe(low <= value && value <= high);
      }),
      { numRuns: 400 },
    );
  });

  test('is written as what it is worked out to', () => {
    fc.assert(
      fc.property(expression, word32, word32, (of, one, other) => {
        const word = wordOf(of);
        const changes = word && assignWord('mark', word);
        if (changes === undefined) return;
        const registers = registersOf(one, other);
        const value = worked(of, registers);
        apply(changes, registers);
        expect(registers.mark).toBe(value);
      }),
      { numRuns: 400 },
    );
  });
});
