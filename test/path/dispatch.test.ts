import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { holds } from '../../src/evaluate/holds.js';
import { zeroRegisters } from '../../src/evaluate/registers.js';
import type { Dispatch, Statement } from '../../src/netfilter/statement.js';
import { lowerDispatch } from '../../src/path/netfilter/dispatch.js';
import { ProgramBuilder } from '../../src/path/program-builder.js';
import { equals, NEVER, type Predicate } from '../../src/predicate/predicate.js';

type Span = readonly [low: bigint, high: bigint];

const LAST = { port: 0xffffn, wide: (1n << 128n) - 1n };

function span(most: bigint): fc.Arbitrary<Span> {
  const near = fc.bigInt(0n, 12n);
  const far = fc.bigInt(0n, most);
  return fc
    .tuple(fc.oneof(near, far), fc.oneof(fc.constant(0n), near, far))
    .map(([low, size]): Span => [low, low + size > most ? most : low + size]);
}

const condition: fc.Arbitrary<Predicate> = fc
  .integer({ min: 0, max: 3 })
  .map((mark) => equals('mark', mark));

/** Rows over an IPv6 address, a port and a condition. */
const rows = fc.array(fc.tuple(span(LAST.wide), span(LAST.port), condition), { maxLength: 12 });

function dispatchOf(of: readonly (readonly [Span, Span, Predicate])[]): Dispatch {
  return {
    kind: 'dispatch',
    key: [
      { kind: 'fields', fields: ['src', 'src1', 'src2', 'src3'] },
      { kind: 'fields', fields: ['dport'] },
      { kind: 'condition' },
    ],
    rows: of.map((parts, index): Dispatch['rows'][number] => ({
      parts,
      does: [{ kind: 'count', counter: index }],
    })),
    otherwise: [],
    part: { when: NEVER },
  };
}

/** Lowers a dispatch of which each row ends at a step of its own, and returns how a packet goes. */
function lower(dispatch: Dispatch) {
  const builder = new ProgramBuilder();
  const end = (): number => builder.add({ kind: 'end', ending: { kind: 'transmit' } });
  const otherwise = end();
  const ends = new Map<readonly Statement[], number>();
  const entry = lowerDispatch(builder, dispatch, {
    does: (statements) => {
      const step = ends.get(statements) ?? end();
      ends.set(statements, step);
      return step;
    },
    otherwise,
  });
  const rowOf = (step: number): number =>
    dispatch.rows.findIndex(({ does }) => ends.get(does) === step);
  return {
    steps: builder.steps,
    walk: (src: bigint, dport: bigint, mark: number): { row: number; tests: number } => {
      const registers = zeroRegisters();
      const words = [96n, 64n, 32n, 0n].map((by) => Number((src >> by) & 0xffffffffn));
      [registers.src = 0, registers.src1 = 0, registers.src2 = 0, registers.src3 = 0] = words;
      registers.dport = Number(dport);
      registers.mark = mark;
      let tests = 0;
      let at = entry;
      for (;;) {
        const step = builder.steps[at];
        if (step?.kind !== 'test') return { row: rowOf(at), tests };
        tests++;
        at = holds(step.when, registers) ? step.yes : step.no;
      }
    },
  };
}

describe('a dispatch', () => {
  test('leads where a look at row after row leads', () => {
    fc.assert(
      fc.property(
        rows,
        fc.array(
          fc.tuple(
            fc.bigInt(0n, LAST.wide),
            fc.bigInt(0n, LAST.port),
            fc.integer({ min: 0, max: 4 }),
          ),
          { maxLength: 8 },
        ),
        (of, others) => {
          const { walk } = lower(dispatchOf(of));
          const edges = of.flatMap(([a, b]) =>
            [a[0], a[1], a[1] + 1n].flatMap((src) =>
              [b[0], b[1], b[1] + 1n].map((dport) => [src, dport, 1] as const),
            ),
          );
          for (const [src, dport, mark] of [...edges, ...others]) {
            if (src > LAST.wide || dport > LAST.port) continue;
            const wanted = of.findIndex(
              ([a, b, when]) =>
                a[0] <= src &&
                src <= a[1] &&
                b[0] <= dport &&
                dport <= b[1] &&
                'value' in when &&
                when.value === mark,
            );
            expect(walk(src, dport, mark).row).toBe(wanted);
          }
        },
      ),
    );
  });

  test('of many elements asks few questions', () => {
    const many = Array.from({ length: 4096 }, (_, index): readonly [Span, Span, Predicate] => {
      const low = BigInt(index * 7) << 96n;
      return [[low, low], [80n, 80n], equals('mark', 1)];
    });
    const { walk } = lower(dispatchOf(many));
    const { row, tests } = walk(BigInt(1000 * 7) << 96n, 80n, 1);
    expect(row).toBe(1000);
    expect(tests).toBeLessThan(24);
  });
});
