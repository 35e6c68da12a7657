import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deleteRoute, type RoutePattern } from '../../src/fib/delete-route.js';
import { dumpRoutes } from '../../src/fib/dump-routes.js';
import { makeFibTable, routesAt, type FibTable } from '../../src/fib/fib-table.js';
import { insertRoute } from '../../src/fib/insert-route.js';
import { isErrorType, type Route } from '../../src/fib/route.js';
import { route4, route6 } from './arbitrary.js';

function tableOf(routes: readonly Route[]): FibTable {
  return routes.reduce(
    (table, route) => {
      const edit = insertRoute(table, route, 'append');
      return edit.kind === 'edited' ? edit.table : table;
    },
    makeFibTable({ id: 254 }),
  );
}

/** A pattern of some of what a route is made of. */
function patternOf(route: Route, parts: readonly (keyof RoutePattern)[]): RoutePattern {
  const [hop] = route.nexthops;
  const whole: RoutePattern = {
    dst: route.dst,
    tos: route.tos,
    type: route.type,
    scope: route.scope,
    protocol: route.protocol,
    metric: route.metric === 0 ? undefined : route.metric,
    dev: hop?.dev,
    gateway: hop?.gateway,
  };
  const given = Object.entries(whole).filter(([name]) =>
    (['dst', 'tos', ...parts] as readonly string[]).includes(name),
  );
  return { dst: route.dst, tos: route.tos, ...Object.fromEntries(given) };
}

const parts = fc.subarray<keyof RoutePattern>([
  'type',
  'scope',
  'protocol',
  'metric',
  'dev',
  'gateway',
]);

describe('deleteRoute', () => {
  it('takes out the first route, in lookup order, that has all that is named', () => {
    fc.assert(
      fc.property(
        fc.array(route4, { minLength: 1, maxLength: 20 }),
        route4,
        parts,
        (all, aim, named) => {
          const table = tableOf(all);
          const pattern = patternOf(aim, named);
          const has = (route: Route): boolean =>
            route.tos === aim.tos &&
            (pattern.type ?? route.type) === route.type &&
            (pattern.scope ?? route.scope) === route.scope &&
            (pattern.protocol ?? route.protocol) === route.protocol &&
            (pattern.metric ?? route.metric) === route.metric &&
            (pattern.dev === undefined || pattern.dev === route.nexthops[0]?.dev) &&
            (pattern.gateway === undefined ||
              JSON.stringify(pattern.gateway) === JSON.stringify(route.nexthops[0]?.gateway));
          const first = routesAt(table, aim.dst).find(has);
          const left = dumpRoutes(table).filter((route) => route !== first);
          const edit = deleteRoute(table, pattern);
          expect(edit.kind === 'edited' ? dumpRoutes(edit.table) : edit.error).toEqual(
            first === undefined ? 'ESRCH' : left,
          );
        },
      ),
    );
  });

  it.each([
    ['IPv4', route4],
    ['IPv6', route6],
  ])('undoes an %s add that met no other route of the prefix', (_name, route) => {
    fc.assert(
      fc.property(fc.array(route, { maxLength: 20 }), route, (all, added) => {
        const table = tableOf(all);
        fc.pre(routesAt(table, added.dst).length === 0);
        const put = insertRoute(table, added, 'add');
        const pattern = { dst: added.dst, tos: added.tos, from: added.from };
        const taken = put.kind === 'edited' ? deleteRoute(put.table, pattern) : put;
        expect(taken.kind === 'edited' && taken.table.equals(table)).toBe(true);
      }),
    );
  });

  it('takes all nexthops of an IPv6 route, or the one whose gateway is named', () => {
    fc.assert(
      fc.property(fc.array(route6, { minLength: 1, maxLength: 20 }), (all) => {
        const table = tableOf(all);
        const aim = dumpRoutes(table).find((route) => route.nexthops[0]?.gateway !== undefined);
        if (aim === undefined) return;
        const of = { dst: aim.dst, tos: 0, from: aim.from, metric: aim.metric };
        const one = deleteRoute(table, { ...of, gateway: aim.nexthops[0]?.gateway });
        expect(one.kind === 'edited' && dumpRoutes(one.table).length).toBe(
          dumpRoutes(table).length - 1,
        );
        const left = one.kind === 'edited' ? dumpRoutes(one.table) : [];
        expect(left).not.toContain(aim);
        expect(isErrorType(aim.type)).toBe(false);
      }),
    );
  });
});
