import { routesAt, withRoutesAt, type FibTable } from './fib-table.js';
import { insertionFlags, type Insertion } from './insertion.js';
import { insertRoute6 } from './insert-route-v6.js';
import type { Route } from './route.js';
import { compareKeys } from './route-order.js';
import { sameRoute } from './same-route.js';
import { edited, refused, type TableEdit } from './table-edit.js';

/**
 * Puts a route into the table, as the kernel does: `EEXIST` where its key or the route itself stands in the way, `ENOENT` where it was
 * to replace what isn't there. An IPv4 key is prefix, TOS and metric; an IPv6 key is prefix, source prefix and metric.
 *
 * The route is taken as valid: whether its gateway can be reached and its source is local is for the caller to check before.
 */
export function insertRoute(table: FibTable, route: Route, insertion: Insertion): TableEdit {
  return route.dst.address.family === 4
    ? insertRoute4(table, route, insertion)
    : insertRoute6(table, route, insertion);
}

/** Source: `fib_table_insert`. */
function insertRoute4(table: FibTable, route: Route, insertion: Insertion): TableEdit {
  const flags = insertionFlags(insertion);
  const routes = routesAt(table, route.dst);
  const start = routes.filter((other) => compareKeys(other, route) < 0).length;
  const group = routes.filter((other) => compareKeys(other, route) === 0);
  const put = (at: number, instead: number): TableEdit =>
    edited(withRoutesAt(table, route.dst, routes.toSpliced(at, instead, route)));
  if (group.length > 0) {
    if (flags.exclusive) return refused('EEXIST');
    const twin = group.findIndex((other) => sameRoute(other, route));
    if (flags.replace && twin === 0) return edited(table);
    if (twin >= 0) return refused('EEXIST');
    if (flags.replace) return put(start, 1);
  }
  if (!flags.create) return refused('ENOENT');
  return put(flags.append ? start + group.length : start, 0);
}
