import { makeFibTable } from '../../../fib/fib-table.js';
import type { Insertion } from '../../../fib/insertion.js';
import { insertRoute } from '../../../fib/insert-route.js';
import { impliedScope, impliedTable } from '../../../fib/make-route.js';
import { ROUTE_PROTOCOL, TABLE, type Route } from '../../../fib/route.js';
import { namespaceOf, withNamespace } from '../../../machine/machine.js';
import { ensureTable, withTable } from '../../../namespace/family-tables.js';
import { familyKey, type FamilyState, type Namespace } from '../../../namespace/namespace.js';
import { rebalanceAt6 } from '../../../namespace/sibling-events.js';
import type { CommandResult } from '../../command.js';
import { Refusal } from '../../refusal.js';
import { resultOf, succeed } from '../../result.js';
import type { Words } from '../arguments.js';
import type { IpContext } from '../ip-context.js';
import { checkRequest4 } from './check/check-request-v4.js';
import { checkRoute4 } from './check/check-route-v4.js';
import { checkRequest6, checkRoutes6 } from './check/check-route-v6.js';
import { refuseTableEdit } from './check/kernel-refusal.js';
import { parseNexthops } from './read/parse-nexthops.js';
import { parseRequest } from './read/parse-request.js';
import { requestedDevice, requestedFamily, type FullRequest } from './route-request.js';

/** A request that the kernel has read: the table it is for, and the route that comes of it. */
interface NewRoute {
  readonly table: number;
  /** Several for one IPv6 route with several nexthops. @throws Refusal in the kernel's words when there can't be such a route */
  readonly make: (namespace: Namespace) => readonly Route[];
}

/** Exit status of what the kernel refuses. */
const REFUSED_BY_KERNEL = 2;

/** `ip route add`, `append`, `prepend`, `replace`, `change` and `test`. */
export function putRoute(context: IpContext, words: Words, insertion: Insertion): CommandResult {
  const namespace = namespaceOf(context.machine, context.namespace);
  const asked = parseRequest(words, context.family, context.names, namespace);
  const oif = requestedDevice(namespace, asked);
  const request = parseNexthops(words, asked, namespace);
  const family = requestedFamily(request);
  const read = family === 4 ? readNewRoute4 : readNewRoute6;
  const { table, make } = read(request, oif, context.written);
  const key = familyKey(family);
  // The kernel makes the table before it looks at the route: it stays when the route is refused.
  const ready = namespace.update(key, (state) => ensureTable(state, table));
  const leave = (after: Namespace): CommandResult =>
    succeed(withNamespace(context.machine, context.namespace, after));
  try {
    const routes = make(ready);
    const filled = ready.update(key, (state) => putAllIn(state, routes, insertion));
    const [first] = routes;
    return leave(
      family === 4 || first === undefined ? filled : rebalanceAt6(filled, table, first.dst),
    );
  } catch (error) {
    if (!(error instanceof Refusal) || error.exit !== REFUSED_BY_KERNEL) throw error;
    return { ...resultOf(error, context), machine: leave(ready).machine };
  }
}

/** The siblings after the first go where it went. Source: `ip6_route_multipath_add`. */
function putAllIn(state: FamilyState, routes: readonly Route[], insertion: Insertion): FamilyState {
  return routes.reduce(
    (before, route, index) => putIn(before, route, index === 0 ? insertion : 'append'),
    state,
  );
}

function putIn(state: FamilyState, route: Route, insertion: Insertion): FamilyState {
  const table = state.tables.get(route.table) ?? makeFibTable({ id: route.table });
  const edit = insertRoute(table, route, insertion);
  if (edit.kind === 'refused') return refuseTableEdit(edit);
  const local = state.family === 4 && route.type === 'local';
  return withTable(local ? state.set('customLocalRoutes', true) : state, edit.table);
}

function readNewRoute4(request: FullRequest, oif: number, written: string): NewRoute {
  const { type = 'unicast', scope, protocol = ROUTE_PROTOCOL.boot } = request;
  const read = checkRequest4(request, impliedTable(type));
  const gatewayed = request.via !== undefined || request.nexthops.length > 0 || request.nhid !== 0;
  const wanted = {
    ...read,
    type,
    scope: scope ?? impliedScope(type, 4, gatewayed),
    protocol,
    oif,
    asked: request,
  };
  return { table: read.table, make: (namespace) => [checkRoute4(namespace, wanted, written)] };
}

function readNewRoute6(request: FullRequest, oif: number, written: string): NewRoute {
  const { type = 'unicast' } = request;
  const table = (request.table ?? impliedTable(type)) || TABLE.main;
  const wanted = { ...checkRequest6(request, true), type, table, oif, asked: request };
  return { table, make: (namespace) => checkRoutes6(namespace, wanted, written) };
}
