import type { Family } from '../../../address/family.js';
import { dumpRoutes } from '../../../fib/dump-routes.js';
import type { FibTable } from '../../../fib/fib-table.js';
import { siblingsOf } from '../../../fib/insert-route-v6.js';
import type { Route } from '../../../fib/route.js';
import { errno } from '../../../errno.js';
import {
  familyKey,
  linkByIndex,
  type FamilyState,
  type Namespace,
} from '../../../namespace/namespace.js';
import { routeMessage, type RouteMessage } from './route-message.js';
import { selects, type RouteSelector } from './route-selector.js';

/** A route that a listing came upon, and what it says of it. */
export interface SelectedRoute {
  readonly route: Route;
  readonly message: RouteMessage;
}

/** What the kernel answers to a request for its routes: those that were selected, or what it prints instead. */
export type Selection =
  | { readonly kind: 'routes'; readonly routes: readonly SelectedRoute[] }
  | { readonly kind: 'refused'; readonly stderr: string; readonly missingTable: boolean };

/** Both families are asked for only when neither a family nor a table was named. Source: `iproute_list_flush_or_save`. */
export function selectedFamilies(
  family: Family | undefined,
  { table }: RouteSelector,
): readonly Family[] {
  if (family !== undefined) return [family];
  return table === 0 ? [4, 6] : [4];
}

/** The routes that are selected, in the order in which the kernel lists them. Source: `inet_dump_fib`, `inet6_dump_fib`. */
export function selectRoutes(
  namespace: Namespace,
  families: readonly Family[],
  selector: RouteSelector,
): Selection {
  if (selector.dev !== undefined && linkByIndex(namespace, selector.dev) === undefined) {
    const stderr = `RTNETLINK answers: ${errno('ENODEV').words}\n`;
    return { kind: 'refused', stderr, missingTable: false };
  }
  const missing = families.find(
    (family) => selector.table !== 0 && !namespace[familyKey(family)].tables.has(selector.table),
  );
  if (missing !== undefined) {
    const stderr = `Error: ipv${missing}: FIB table does not exist.\n`;
    return { kind: 'refused', stderr, missingTable: true };
  }
  const routes = families
    .flatMap((family) => tablesToRead(namespace[familyKey(family)], selector))
    .flatMap((table) =>
      listedRoutes(table).map((route) => ({
        route,
        message: routeMessage(namespace, route, siblingsOf(table, route)),
      })),
    )
    .filter(({ message }) => selects(selector, message));
  return { kind: 'routes', routes };
}

/**
 * The routes of a table that are listed. Of IPv6 siblings it is the first, for all; what stands between it and the last of them is
 * passed over with them. Source: `fib6_dump_node`.
 */
function listedRoutes(table: FibTable): readonly Route[] {
  const listed: Route[] = [];
  let last: Route | undefined;
  for (const route of dumpRoutes(table)) {
    if (last === undefined) {
      listed.push(route);
      last = siblingsOf(table, route).at(-1);
    }
    if (last === route) last = undefined;
  }
  return listed;
}

function tablesToRead(state: FamilyState, { table }: RouteSelector): readonly FibTable[] {
  if (table === 0) return tablesInDumpOrder(state);
  const found = state.tables.get(table);
  return found === undefined ? [] : [found];
}

/** By the lowest eight bits of the id, the newest first of the tables that agree in them. */
function tablesInDumpOrder(state: FamilyState): readonly FibTable[] {
  return [...state.tableOrder]
    .toReversed()
    .toSorted((a, b) => (a & 0xff) - (b & 0xff))
    .flatMap((id) => state.tables.get(id) ?? []);
}
