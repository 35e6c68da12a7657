import { makeFibTable } from '../../../fib/fib-table.js';
import type { Insertion } from '../../../fib/insertion.js';
import { insertRoute } from '../../../fib/insert-route.js';
import { siblingsOf } from '../../../fib/insert-route-v6.js';
import { impliedScope, impliedTable } from '../../../fib/make-route.js';
import { ROUTE_PROTOCOL, TABLE, type Route } from '../../../fib/route.js';
import { namespaceOf, withNamespace } from '../../../machine/machine.js';
import { ensureTable, withTable } from '../../../namespace/family-tables.js';
import { familyKey, type FamilyState, type Namespace } from '../../../namespace/namespace.js';
import type { CommandResult } from '../../command.js';
import { Refusal } from '../../refusal.js';
import { refuse, succeed } from '../../result.js';
import { refuseNotSimulated, type Words } from '../arguments.js';
import type { IpContext } from '../ip-context.js';
import { checkRequest4 } from './check-request-v4.js';
import { checkRoute4 } from './check-route-v4.js';
import { checkRequest6, checkRoute6 } from './check-route-v6.js';
import { refuseTableEdit } from './kernel-refusal.js';
import { parseNexthops } from './parse-nexthops.js';
import { parseRequest } from './parse-request.js';
import { requestedDevice, requestedFamily, type FullRequest } from './route-request.js';

/** A request that the kernel has read: the table it is for, and the route that comes of it. */
interface NewRoute {
  readonly table: number;
  /** @throws Refusal in the kernel's words when there can't be such a route */
  readonly make: (namespace: Namespace) => Route;
}

/** Exit status of what the kernel refuses. */
const REFUSED_BY_KERNEL = 2;

/** `ip route add`, `append`, `prepend`, `replace`, `change` and `test`. */
export function putRoute(context: IpContext, words: Words, insertion: Insertion): CommandResult {
  const namespace = namespaceOf(context.machine, context.namespace);
  const asked = parseRequest(words, context.family, context.names);
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
    const route = make(ready);
    return leave(ready.update(key, (state) => putIn(state, route, insertion)));
  } catch (error) {
    if (!(error instanceof Refusal) || error.exit !== REFUSED_BY_KERNEL) throw error;
    return { ...refuse(context, error.exit, error.stderr), machine: leave(ready).machine };
  }
}

function putIn(state: FamilyState, route: Route, insertion: Insertion): FamilyState {
  const table = state.tables.get(route.table) ?? makeFibTable({ id: route.table });
  const edit = insertRoute(table, route, insertion);
  if (edit.kind === 'refused') return refuseTableEdit(edit);
  if (state.family === 6 && siblingsOf(edit.table, route).length > 1) {
    refuseNotSimulated('ip -6 route with several nexthops');
  }
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
  return { table: read.table, make: (namespace) => checkRoute4(namespace, wanted, written) };
}

function readNewRoute6(request: FullRequest, oif: number, written: string): NewRoute {
  const { type = 'unicast' } = request;
  const table = (request.table ?? impliedTable(type)) || TABLE.main;
  const wanted = { ...checkRequest6(request), type, table, oif, asked: request };
  return { table, make: (namespace) => checkRoute6(namespace, wanted, written) };
}
