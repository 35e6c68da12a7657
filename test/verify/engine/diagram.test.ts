import { density } from '../../../src/verify/engine/density.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countModels } from '../../../src/verify/engine/count-models.js';
import {
  Diagram,
  DiagramFull,
  FALSE,
  TRUE,
  type Node,
} from '../../../src/verify/engine/diagram.js';
import { Substitution } from '../../../src/verify/engine/substitution.js';
import { mix } from '../../../src/verify/engine/node-table.js';
import { PrefixRows, type BuiltBefore } from '../../../src/verify/run/prefix-rows.js';
import { addressFromWords } from '../../../src/address/address.js';
import { makePrefix, prefixContains } from '../../../src/address/prefix.js';

/** A truth table over six variables is the obvious twin of a diagram: 64 values. */
const VARIABLES = 6;
const ROWS = Array.from({ length: 2 ** VARIABLES }, (_, row) => row);
type Table = readonly number[];

const bit = (row: number, level: number): number => (row >>> level) & 1;

const conditions = fc.array(fc.nat(1), { minLength: ROWS.length, maxLength: ROWS.length });
const functions = fc.array(fc.nat(3), { minLength: ROWS.length, maxLength: ROWS.length });

/** The diagram of a table, by its definition. */
function diagramOf(diagram: Diagram, table: Table, level = 0, row = 0): Node {
  if (level === VARIABLES) return diagram.terminal(table[row] ?? 0);
  return diagram.make(
    level,
    diagramOf(diagram, table, level + 1, row),
    diagramOf(diagram, table, level + 1, row | (1 << level)),
  );
}

function tableOf(diagram: Diagram, node: Node): Table {
  return ROWS.map((row) => diagram.evaluate(node, (level) => bit(row, level)));
}

describe('a diagram', () => {
  it('is the same number for the same function, and says what its table says', () => {
    fc.assert(
      fc.property(functions, functions, (a, b) => {
        const diagram = new Diagram();
        const [left, right] = [diagramOf(diagram, a), diagramOf(diagram, b)];
        expect(tableOf(diagram, left)).toEqual(a);
        expect(left === right).toBe(a.every((value, row) => value === b[row]));
      }),
    );
  });

  it('does logic as tables do', () => {
    fc.assert(
      fc.property(conditions, conditions, functions, functions, (a, b, f, g) => {
        const diagram = new Diagram();
        const [x, y] = [diagramOf(diagram, a), diagramOf(diagram, b)];
        const [u, v] = [diagramOf(diagram, f), diagramOf(diagram, g)];
        const rows = (of: (row: number) => boolean | number): Table =>
          ROWS.map((row) => Number(of(row)));
        const holds = (row: number): boolean => a[row] === 1;
        expect(tableOf(diagram, diagram.and(x, y))).toEqual(rows((r) => holds(r) && b[r] === 1));
        expect(tableOf(diagram, diagram.or(x, y))).toEqual(rows((r) => holds(r) || b[r] === 1));
        expect(diagram.meet(x, y)).toBe(a.some((value, r) => value === 1 && b[r] === 1));
        expect(tableOf(diagram, diagram.not(x))).toEqual(rows((r) => !holds(r)));
        expect(tableOf(diagram, diagram.xor(x, y))).toEqual(rows((r) => a[r] !== b[r]));
        expect(tableOf(diagram, diagram.iff(x, y))).toEqual(rows((r) => a[r] === b[r]));
        expect(tableOf(diagram, diagram.minus(x, y))).toEqual(rows((r) => holds(r) && b[r] === 0));
        expect(tableOf(diagram, diagram.all([x, y, x]))).toEqual(
          rows((r) => holds(r) && b[r] === 1),
        );
        expect(tableOf(diagram, diagram.any([x, y, x]))).toEqual(
          rows((r) => holds(r) || b[r] === 1),
        );
        const apart = diagram.or(diagram.and(x, u), diagram.minus(v, x));
        expect(apart).toBe(diagram.ite(x, u, v));
        expect(tableOf(diagram, diagram.ite(x, u, v))).toEqual(
          rows((r) => (holds(r) ? (f[r] ?? 0) : (g[r] ?? 0))),
        );
        expect(
          tableOf(
            diagram,
            diagram.combine(u, v, (p, q) => 4 * p + q),
          ),
        ).toEqual(rows((r) => 4 * (f[r] ?? 0) + (g[r] ?? 0)));
        expect(new Set(diagram.valuesOf(u))).toEqual(new Set(f));
        expect(new Set(diagram.valuesWhere(u, x, y))).toEqual(
          new Set(f.filter((_, row) => holds(row) && b[row] === 1)),
        );
        expect(density(diagram, x)).toBe(a.filter((value) => value === 1).length / ROWS.length);
        expect(
          tableOf(
            diagram,
            diagram.mapValues(u, (value) => value % 2),
          ),
        ).toEqual(rows((r) => (f[r] ?? 0) % 2));
      }),
    );
  });

  it('gives the same for values when those of parts are known', () => {
    const varied = fc.array(fc.nat(60), { minLength: ROWS.length, maxLength: ROWS.length });
    const row = fc.nat(ROWS.length - 1);
    fc.assert(
      fc.property(varied, conditions, conditions, row, row, (f, a, b, there, other) => {
        const diagram = new Diagram();
        const u = diagramOf(diagram, f);
        for (let at = u, level = 0; !diagram.isTerminal(at); level = diagram.level(at)) {
          at = bit(there, level) === 1 ? diagram.high(at) : diagram.low(at);
          diagram.valuesOf(at);
        }
        for (const wanted of [[f[other]], [f[there], f[other]]]) {
          const isWanted = (value: number): boolean => wanted.includes(value);
          expect(tableOf(diagram, diagram.whereValue(u, isWanted))).toEqual(
            f.map((value) => Number(isWanted(value))),
          );
        }
        expect(new Set(diagram.valuesOf(u))).toEqual(new Set(f));
        const [x, y] = [diagramOf(diagram, a), diagramOf(diagram, b)];
        expect(new Set(diagram.valuesWhere(u, x, y))).toEqual(
          new Set(f.filter((_, at) => a[at] === 1 && b[at] === 1)),
        );
      }),
    );
  });

  it('gives the values of large functions where a condition holds, rare ones included', () => {
    const levels = Array.from({ length: 20 }, (_, level) => level);
    const rare = fc.record({
      address: fc.nat(2 ** 20 - 1),
      value: fc.integer({ min: 40, max: 43 }),
    });
    const mask = fc.nat(2 ** 20 - 1);
    fc.assert(
      fc.property(
        fc.array(rare, { maxLength: 4 }),
        mask,
        mask,
        fc.nat(1e9),
        (rares, m, n, seed) => {
          const diagram = new Diagram();
          const valueAt = (level: number): number => (level * seed) & 1;
          const oneOf = (wanted: number): Node =>
            diagram.all(
              levels.map((level) => (valueAt(level + wanted) ? diagram.variable(level) : TRUE)),
            );
          const made = (from: number, level: number): Node => {
            if (level < 15)
              return diagram.make(level, made(2 * from, level + 1), made(2 * from + 1, level + 1));
            return diagram.terminal(mix(from, seed, 0) >>> 27);
          };
          let node = made(0, 0);
          for (const { address, value } of rares) {
            const here = diagram.all(
              levels.map((level) => {
                const variable = diagram.variable(level);
                return ((address >>> level) & 1) === 1 ? variable : diagram.not(variable);
              }),
            );
            node = diagram.ite(here, diagram.terminal(value), node);
          }
          const where = (bits: number): Node =>
            diagram.any(
              levels
                .filter((level) => (bits >>> level) & 1)
                .map((level) => diagram.variable(level)),
            );
          const [a, b] = [where(m), diagram.or(where(n), oneOf(1))];
          const both = diagram.and(a, b);
          const twin = diagram.valuesOf(node).filter(
            (one) =>
              diagram.and(
                both,
                diagram.whereValue(node, (value) => value === one),
              ) !== FALSE,
          );
          expect(new Set(diagram.valuesWhere(node, a, b))).toEqual(new Set(twin));
        },
      ),
      { numRuns: 20 },
    );
  });

  it('is the same under restrict where the condition holds', () => {
    fc.assert(
      fc.property(functions, conditions, (f, care) => {
        const diagram = new Diagram();
        const restricted = diagram.restrict(diagramOf(diagram, f), diagramOf(diagram, care));
        const cared = (table: Table): Table =>
          ROWS.map((row) => (table[row] ?? 0) * (care[row] ?? 0));
        expect(cared(tableOf(diagram, restricted))).toEqual(cared(f));
      }),
    );
  });

  it('gives up and fixes a range of variables, and puts functions in their place', () => {
    fc.assert(
      fc.property(conditions, conditions, fc.nat(63), (a, b, choice) => {
        const diagram = new Diagram();
        const [x, y] = [diagramOf(diagram, a), diagramOf(diagram, b)];
        const middle = 0b001100;
        const settings = [0, 0b0100, 0b1000, 0b1100];
        expect(tableOf(diagram, diagram.exists(x, [2, 3]))).toEqual(
          ROWS.map((row) => Number(settings.some((setting) => a[(row & ~middle) | setting] === 1))),
        );
        expect(
          tableOf(
            diagram,
            diagram.fix(x, [2, 3], (level) => bit(choice, level)),
          ),
        ).toEqual(ROWS.map((row) => a[(row & ~middle) | (choice & middle)]));
        const composed = diagram.compose(x, (level) => (level === 4 ? y : undefined));
        expect(tableOf(diagram, composed)).toEqual(
          ROWS.map((row) => a[(row & ~16) | ((b[row] ?? 0) << 4)]),
        );
        const substitution = new Substitution(diagram, new Map([[4, () => y]]));
        expect(substitution.of(x)).toBe(composed);
        expect(substitution.of(diagram.not(x))).toBe(diagram.not(composed));
        const reports = (level: number): boolean =>
          a.some((value, row) => value !== a[row ^ (1 << level)]);
        expect(diagram.variablesOf(x)).toEqual(
          new Set([0, 1, 2, 3, 4, 5].filter((level) => reports(level))),
        );
      }),
    );
  });

  it('counts', () => {
    fc.assert(
      fc.property(conditions, (a) => {
        const diagram = new Diagram();
        const levels = [0, 1, 2, 3, 4, 5];
        const ones = a.reduce((sum, value) => sum + value, 0);
        expect(countModels(diagram, diagramOf(diagram, a), levels)).toBe(BigInt(ones));
      }),
    );
    const diagram = new Diagram();
    expect(countModels(diagram, TRUE, [3, 7])).toBe(4n);
    expect(countModels(diagram, FALSE, [3, 7])).toBe(0n);
  });

  it('keeps its nodes apart when there are many', () => {
    const diagram = new Diagram();
    const values = Array.from({ length: 20_000 }, (_, index) => diagram.terminal(index));
    const nodes = values.map((value, index) => diagram.make(index % 7, FALSE, value + 1));
    expect(new Set(nodes).size).toBe(nodes.length);
    expect(values.map((value, index) => diagram.make(index % 7, FALSE, value + 1))).toEqual(nodes);
  });
});

describe('rows of prefixes', () => {
  it('become the function that gives the longest prefix', () => {
    const prefix = fc
      .tuple(fc.constantFrom(0, 0x0a000000, 0x0a800000, 0x0a000001, 0xffffffff), fc.nat(32))
      .map(([word, length]) => makePrefix(addressFromWords(4, [word]), length));
    fc.assert(
      fc.property(fc.array(prefix, { maxLength: 8 }), fc.nat(0xffffffff), (prefixes, word) => {
        const diagram = new Diagram();
        const rows = new PrefixRows(4);
        for (const [index, one] of prefixes.entries()) rows.put(one, index);
        const bits = Array.from({ length: 32 }, (_, index) => diagram.variable(index));
        const node = rows.build(diagram, bits, diagram.terminal(99), (number) =>
          diagram.terminal(number),
        );
        for (const probe of [word, 0x0a000001, 0x0a800000, 0]) {
          const address = addressFromWords(4, [probe]);
          const longest = prefixes
            .map((one, index) => ({ one, index }))
            .filter(({ one }) => prefixContains(one, address))
            .toSorted((a, b) => b.one.length - a.one.length || b.index - a.index)[0];
          expect(diagram.evaluate(node, (level) => (probe >>> (31 - level)) & 1)).toBe(
            longest?.index ?? 99,
          );
        }
      }),
    );
  });

  it('become the same from a function of rows that differ in few', () => {
    const prefix = fc
      .tuple(fc.nat(255), fc.integer({ min: 0, max: 8 }), fc.nat(3))
      .map(([byte, length, value]) => ({
        prefix: makePrefix(addressFromWords(4, [(byte << 24) >>> 0]), length),
        value,
      }));
    type Row = typeof prefix extends fc.Arbitrary<infer T> ? T : never;
    const some = fc.array(prefix, { maxLength: 3 });
    fc.assert(
      fc.property(
        fc.array(prefix, { maxLength: 40 }),
        some,
        some,
        fc.boolean(),
        (all, a, b, passes) => {
          const diagram = new Diagram();
          const bits = Array.from({ length: 32 }, (_, index) => diagram.variable(index));
          const rowsOf = (list: readonly Row[]): PrefixRows => {
            const rows = new PrefixRows(4);
            for (const { prefix: one, value } of list) rows.put(one, value);
            return rows;
          };
          const nodeOf = (number: number, shorter: Node): Node =>
            passes && number === 3 ? shorter : diagram.terminal(number);
          const build = (rows: PrefixRows, before?: BuiltBefore): Node =>
            rows.build(diagram, bits, diagram.terminal(9), nodeOf, TRUE, before);
          const [first, second] = [rowsOf([...all, ...a]), rowsOf([...all, ...b])];
          const node = build(first);
          const changes = second.changesFrom(first, (one, other) => one === other);
          if (changes === undefined) return;

          expect(build(second, { node, changes })).toBe(build(second));
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('say the same of the addresses that matter, and where bits are constants', () => {
    const word = fc.constantFrom(0, 0x0a000000, 0x0a800000, 0x0a000001, 0xffffffff);
    const prefix = fc
      .tuple(word, fc.nat(32))
      .map(([address, length]) => makePrefix(addressFromWords(4, [address]), length));
    fc.assert(
      fc.property(
        fc.array(prefix, { maxLength: 8 }),
        fc.array(prefix, { minLength: 1, maxLength: 3 }),
        word,
        fc.nat(0xffffffff),
        (prefixes, cared, address, constant) => {
          const diagram = new Diagram();
          const rows = new PrefixRows(4);
          for (const [index, one] of prefixes.entries()) rows.put(one, index + 2);
          const own = (number: number): Node => diagram.terminal(number);
          const free = Array.from({ length: 32 }, (_, level) => diagram.variable(level));
          const at = (node: Node): number =>
            diagram.evaluate(node, (level) => (address >>> (31 - level)) & 1);
          const whole = rows.build(diagram, free, own(99), own);
          const care = new PrefixRows(4);
          for (const one of cared) care.put(one, TRUE);
          const where = care.build(diagram, free, FALSE, () => TRUE);
          const part = rows.build(diagram, free, own(99), own, where);
          expect(at(where) === 0 || at(part) === at(whole)).toBe(true);
          const bits = free.map((variable, index) =>
            ((constant >>> index) & 1) === 0 ? variable : (address >>> (31 - index)) & 1,
          );
          expect(at(rows.build(diagram, bits, own(99), own))).toBe(at(whole));
        },
      ),
    );
  });
});

describe('a diagram with a limit', () => {
  it('makes no more nodes than about so many', () => {
    const diagram = new Diagram(100_000);
    const grow = (): void => {
      for (let level = 0; level < 300_000; level++) diagram.variable(level);
    };
    expect(grow).toThrow(DiagramFull);
    expect(diagram.size).toBeLessThan(200_000);
  });
});
