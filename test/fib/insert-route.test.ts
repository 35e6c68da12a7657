import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePrefix } from '../../src/address/address-text.js';
import { samePrefix } from '../../src/address/prefix.js';
import { dumpRoutes } from '../../src/fib/dump-routes.js';
import { makeFibTable, type FibTable } from '../../src/fib/fib-table.js';
import type { Insertion } from '../../src/fib/insertion.js';
import { insertRoute } from '../../src/fib/insert-route.js';
import { siblingsOf } from '../../src/fib/insert-route-v6.js';
import { makeNexthop, makeRoute } from '../../src/fib/make-route.js';
import type { Route } from '../../src/fib/route.js';
import { compareKeys } from '../../src/fib/route-order.js';
import { insertion, route4, route6 } from './arbitrary.js';
import { dumpFlat, insertFlat } from './flat-table.js';

const EMPTY = makeFibTable({ id: 254 });

function insertAll(table: FibTable, edits: readonly (readonly [Route, Insertion])[]): FibTable {
  return edits.reduce((before, [route, how]) => {
    const edit = insertRoute(before, route, how);
    return edit.kind === 'edited' ? edit.table : before;
  }, table);
}

const edits4 = fc.array(fc.tuple(route4, insertion), { maxLength: 30 });
const edits6 = fc.array(fc.tuple(route6, insertion), { maxLength: 30 });

describe('insertRoute', () => {
  it('does to IPv4 tables what the flat list does', () => {
    fc.assert(
      fc.property(edits4, (edits) => {
        let table = EMPTY;
        let flat: readonly Route[] = [];
        for (const [route, how] of edits) {
          const edit = insertRoute(table, route, how);
          const twin = insertFlat(flat, route, how);
          expect(edit.kind === 'refused' ? edit.error : 'edited').toBe(
            typeof twin === 'string' ? twin : 'edited',
          );
          if (edit.kind === 'edited') ({ table } = edit);
          if (typeof twin !== 'string') flat = twin;
        }
        expect(dumpRoutes(table)).toEqual(dumpFlat(flat));
      }),
    );
  });

  it.each([
    ['IPv4', edits4],
    ['IPv6', edits6],
  ])('keeps the routes of each %s prefix in order, and the lengths counted', (_name, edits) => {
    fc.assert(
      fc.property(edits, (all) => {
        const table = insertAll(EMPTY, all);
        const lengths = new Map<number, number>();
        for (const routes of table.routes.values()) {
          const [first] = routes;
          expect(first).toBeDefined();
          const length = first?.dst.length ?? -1;
          lengths.set(length, (lengths.get(length) ?? 0) + 1);
          expect(routes).toEqual(routes.toSorted(compareKeys));
          expect(routes.every((route) => samePrefix(route.dst, first?.dst ?? route.dst))).toBe(
            true,
          );
        }
        expect(new Map(table.lengths)).toEqual(lengths);
      }),
    );
  });

  it.each([
    ['IPv4', edits4, fc.tuple(route4, insertion)],
    ['IPv6', edits6, fc.tuple(route6, insertion)],
  ])('leaves the %s table that it is given as it was', (_name, edits, edit) => {
    fc.assert(
      fc.property(edits, edit, (all, [route, how]) => {
        const table = insertAll(EMPTY, all);
        const before = dumpRoutes(table);
        insertRoute(table, route, how);
        expect(dumpRoutes(table)).toEqual(before);
      }),
    );
  });

  it('puts a replaced IPv4 route exactly where the old one was', () => {
    fc.assert(
      fc.property(edits4, route4, (all, route) => {
        const table = insertAll(EMPTY, all);
        const edit = insertRoute(table, route, 'change');
        if (edit.kind === 'refused') return;
        const before = dumpRoutes(table);
        const after = dumpRoutes(edit.table);
        const changed = after.flatMap((other, at) => (other === before[at] ? [] : [other]));
        expect(after).toHaveLength(before.length);
        expect(changed.every((other) => other === route)).toBe(true);
      }),
    );
  });
});

function onDevice(prefix: string, metric: number): Route {
  return makeRoute({ dst: parsePrefix(prefix), metric, nexthops: [makeNexthop({ dev: 1 })] });
}

describe('insertRoute for IPv6', () => {
  const dst = parsePrefix('2001:db8::/32');
  const via = (last: number): Route =>
    makeRoute({
      dst,
      nexthops: [makeNexthop({ dev: 2, gateway: { family: 6, words: [0xfe800000, 0, 0, last] } })],
    });
  const onLink = (dev: number): Route => makeRoute({ dst, nexthops: [makeNexthop({ dev })] });

  // What `ip -6 route` of kernel 6.18 lists after the same commands.
  it('takes appended gateways as siblings, which one replacement takes the place of', () => {
    const table = insertAll(EMPTY, [
      [via(1), 'add'],
      [via(2), 'append'],
      [onLink(3), 'append'],
      [via(3), 'prepend'],
    ]);
    expect(siblingsOf(table, via(1))).toEqual([via(1), via(2), via(3)]);
    const edit = insertRoute(table, via(4), 'replace');
    expect(edit.kind === 'edited' && dumpRoutes(edit.table)).toEqual([via(4), onLink(3)]);
    const device = insertRoute(table, onLink(4), 'replace');
    expect(device.kind === 'edited' && dumpRoutes(device.table)).toEqual([
      via(1),
      via(2),
      onLink(4),
      via(3),
    ]);
  });

  it('refuses a second route of the key over the same nexthop, whatever its type', () => {
    const table = insertAll(EMPTY, [[onLink(1), 'add']]);
    const local = makeRoute({ dst, type: 'local', nexthops: [makeNexthop({ dev: 1 })] });
    expect(insertRoute(table, local, 'append')).toMatchObject({
      kind: 'refused',
      error: 'EEXIST',
    });
  });

  it.each([
    ['2001:db8::/32', 'ENOENT', undefined],
    ['2001:db8::/31', 'ENOENT', undefined],
    ['2001:db8::/30', 'ENOENT', 'Can not replace route - no match found'],
    ['::/0', 'ENOENT', undefined],
    ['2001::/16', 'ENOENT', 'Can not replace route - no match found'],
  ])('refuses to change %s by whether the trie has a node there', (prefix, error, text) => {
    const table = insertAll(EMPTY, [
      [onDevice('2001:db8::/32', 7), 'add'],
      [onDevice('2001:db9::/32', 7), 'add'],
    ]);
    expect(insertRoute(table, onDevice(prefix, 8), 'change')).toEqual({
      kind: 'refused',
      error,
      text,
    });
  });
});
