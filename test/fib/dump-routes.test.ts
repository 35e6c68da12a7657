import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printPrefix } from '../../src/address/address-text.js';
import { addressFromWords } from '../../src/address/address.js';
import { addressBits, type Family } from '../../src/address/family.js';
import { makePrefix, prefixCovers, samePrefix, type Prefix } from '../../src/address/prefix.js';
import { dumpRoutes } from '../../src/fib/dump-routes.js';
import { makeFibTable, type FibTable } from '../../src/fib/fib-table.js';
import { insertRoute } from '../../src/fib/insert-route.js';
import { makeRoute } from '../../src/fib/make-route.js';
import type { Route } from '../../src/fib/route.js';
import { prefix6, route4, route6 } from './arbitrary.js';

function tableOf(routes: readonly Route[]): FibTable {
  return routes.reduce(
    (table, route) => {
      const edit = insertRoute(table, route, 'append');
      return edit.kind === 'edited' ? edit.table : table;
    },
    makeFibTable({ id: 254 }),
  );
}

function childOf({ address, length }: Prefix, bit: 0 | 1): Prefix {
  const words = [...address.words];
  const at = Math.floor(length / 32);
  words[at] = ((words[at] ?? 0) | (bit << (31 - (length % 32)))) >>> 0;
  return makePrefix(addressFromWords(address.family, words), length + 1);
}

/** Walks the binary tree of all prefixes as the kernel does: source-specific routes, both sides, then the node's own routes. */
function walk(routes: readonly Route[], at: Prefix, visit: (route: Route) => void): void {
  const inside = routes.filter(({ dst }) => prefixCovers(at, dst));
  if (inside.length === 0) return;
  const here = inside.filter(({ dst }) => samePrefix(dst, at));
  const specific = here.filter(({ from }) => from !== undefined);
  walkSources(specific, root(at.address.family), visit);
  if (at.length < addressBits(at.address.family)) {
    walk(inside, childOf(at, 0), visit);
    walk(inside, childOf(at, 1), visit);
  }
  here.filter(({ from }) => from === undefined).forEach(visit);
}

function walkSources(routes: readonly Route[], at: Prefix, visit: (route: Route) => void): void {
  const inside = routes.filter(({ from }) => from !== undefined && prefixCovers(at, from));
  if (inside.length === 0) return;
  if (at.length < addressBits(at.address.family)) {
    walkSources(inside, childOf(at, 0), visit);
    walkSources(inside, childOf(at, 1), visit);
  }
  inside.filter(({ from }) => from !== undefined && samePrefix(from, at)).forEach(visit);
}

function root(family: Family): Prefix {
  const words = family === 4 ? [0] : [0, 0, 0, 0];
  return makePrefix(addressFromWords(family, words), 0);
}

describe('dumpRoutes', () => {
  it('lists IPv6 tables as a walk of the tree does', () => {
    fc.assert(
      fc.property(fc.array(route6, { maxLength: 12 }), (all) => {
        const table = tableOf(all);
        const dumped = dumpRoutes(table);
        const walked: Route[] = [];
        walk(dumped, root(6), (route) => walked.push(route));
        expect(dumped).toEqual(walked);
      }),
    );
  });

  it('gives every route once', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(route4), { maxLength: 20 }), (all) => {
        const table = tableOf(all);
        const routes = [...table.routes.values()].flat();
        expect(new Set(dumpRoutes(table))).toEqual(new Set(routes));
        expect(dumpRoutes(table)).toHaveLength(routes.length);
      }),
    );
  });

  it('is empty for an empty table', () => {
    expect(dumpRoutes(makeFibTable({ id: 1 }))).toEqual([]);
  });

  it('knows IPv6 prefixes apart by their key', () => {
    fc.assert(
      fc.property(prefix6, prefix6, (a, b) => {
        const both = tableOf([makeRoute({ dst: a }), makeRoute({ dst: b })]);
        expect(both.routes.size).toBe(printPrefix(a) === printPrefix(b) ? 1 : 2);
      }),
    );
  });
});
