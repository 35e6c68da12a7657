import type { Family } from '../address/family.js';
import type { Prefix } from '../address/prefix.js';
import { deleteRoute, type RoutePattern } from '../fib/delete-route.js';
import {
  crowdedPrefixes,
  makeFibTable,
  routesAt,
  withRoutesAt,
  type FibTable,
} from '../fib/fib-table.js';
import { insertRoute } from '../fib/insert-route.js';
import { TABLE, type Route } from '../fib/route.js';
import { familyKey, type FamilyState, type Namespace } from './namespace.js';

/**
 * The state with that table in it, made when there was none. While IPv4 has `local` and `main` as one, `local` brings `main` with it.
 * Source: `fib_new_table`, `fib6_new_table`.
 */
export function ensureTable(state: FamilyState, id: number): FamilyState {
  if (state.tables.has(id)) return state;
  const merged = state.family === 4 && id === TABLE.local && !state.customRules;
  const before = merged ? ensureTable(state, TABLE.main) : state;
  return before
    .set('tables', before.tables.set(id, makeFibTable({ id })))
    .set('tableOrder', before.tableOrder.push(id));
}

/** The state with a table put in the place of the one with its id, or made anew. */
export function withTable(state: FamilyState, table: FibTable): FamilyState {
  const ready = ensureTable(state, table.id);
  return ready.set('tables', ready.tables.set(table.id, table));
}

/** Puts a route of the kernel's own into its table, which is made when there is none; nothing when it is there already. */
export function addKernelRoute(namespace: Namespace, route: Route): Namespace {
  return namespace.update(familyKey(route.dst.address.family), (before) => {
    const state = ensureTable(before, route.table);
    const table = state.tables.get(route.table) ?? makeFibTable({ id: route.table });
    const edit = insertRoute(table, route, 'append');
    return edit.kind === 'edited' ? withTable(state, edit.table) : state;
  });
}

/** Takes the first route that the pattern names out of a table; nothing when there is none. */
export function removeKernelRoute(
  namespace: Namespace,
  tableId: number,
  pattern: RoutePattern,
): Namespace {
  return namespace.update(familyKey(pattern.dst.address.family), (state) => {
    const table = state.tables.get(tableId);
    const edit = table === undefined ? undefined : deleteRoute(table, pattern);
    return edit?.kind === 'edited' ? withTable(state, edit.table) : state;
  });
}

/** Takes the first route of a prefix, in lookup order, that `doomed` names out of a table; nothing when there is none. */
export function removeFirstRoute(
  namespace: Namespace,
  tableId: number,
  dst: Prefix,
  doomed: (route: Route) => boolean,
): Namespace {
  return namespace.update(familyKey(dst.address.family), (state) => {
    const table = state.tables.get(tableId);
    const routes = table === undefined ? [] : routesAt(table, dst);
    const at = routes.findIndex(doomed);
    if (table === undefined || at < 0) return state;
    return withTable(state, withRoutesAt(table, dst, routes.toSpliced(at, 1)));
  });
}

/** Changes every route of a family, in all tables; a route that `change` gives undefined for goes. */
export function mapRoutes(
  namespace: Namespace,
  family: Family,
  change: (route: Route, table: FibTable) => Route | undefined,
): Namespace {
  return namespace.update(familyKey(family), (state) =>
    state.set(
      'tables',
      state.tables.map((table) => mapTable(table, change)),
    ),
  );
}

/** Changes every route that has several nexthops; nothing else is looked at, be the tables as large as they may. */
export function mapMultipaths(
  namespace: Namespace,
  family: Family,
  change: (route: Route) => Route,
): Namespace {
  return namespace.update(familyKey(family), (state) =>
    state.set(
      'tables',
      state.tables.map((table) =>
        mapTable(
          table,
          (route) => (route.nexthops.length > 1 ? change(route) : route),
          crowdedPrefixes(table),
        ),
      ),
    ),
  );
}

function mapTable(
  table: FibTable,
  change: (route: Route, table: FibTable) => Route | undefined,
  prefixes: Iterable<readonly Route[]> = table.routes.values(),
): FibTable {
  let changed = table;
  for (const routes of prefixes) {
    const left = routes.flatMap((route) => change(route, table) ?? []);
    const [first] = routes;
    const same = left.length === routes.length && left.every((route, at) => route === routes[at]);
    if (first !== undefined && !same) changed = withRoutesAt(changed, first.dst, left);
  }
  return changed;
}

/** Takes every route that `doomed` names out of all tables of a family. */
export function removeRoutes(
  namespace: Namespace,
  family: Family,
  doomed: (route: Route, table: FibTable) => boolean,
): Namespace {
  return mapRoutes(namespace, family, (route, table) => (doomed(route, table) ? undefined : route));
}
