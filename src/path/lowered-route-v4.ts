import { errno, type ErrnoName } from '../errno.js';
import { routeTypeNumber, SCOPE, type Route } from '../fib/route.js';
import { copyAddress, set, setAddress, type Assignment } from '../predicate/assignment.js';
import {
  all,
  ALWAYS,
  any,
  equals,
  inRange,
  masked,
  NEVER,
  type Predicate,
} from '../predicate/predicate.js';
import type { Namespace } from '../namespace/namespace.js';
import { isLinkdown, routeError, type RouteScope } from './route-scope.js';
import type { Candidate } from '../program/lowered-table.js';
import type { Resolution } from '../program/resolution.js';
import { selectSource4 } from './source-v4.js';

/** The TOS bits that IPv4 routes and `tos` rules look at. Source: `IPTOS_RT_MASK` without the ECN bits. */
const ROUTE_TOS_MASK = 0x1c;

/** When an IPv4 lookup takes a route, and what it gives then. Source: `fib_table_lookup`. */
export function lowerRoute4(route: Route, scope: RouteScope): Candidate {
  const meetsTos = route.tos === 0 ? ALWAYS : masked('flowTos', ROUTE_TOS_MASK, route.tos);
  const meetsScope = inRange('flowScope', 0, route.scope);
  if (route.type === 'throw') {
    return { when: all([meetsTos, meetsScope]), resolution: 'throw' };
  }
  const error = routeError(route);
  const when = all([
    meetsTos,
    meetsScope,
    error === undefined ? nexthopUsable(route, scope) : ALWAYS,
  ]);
  return { when, resolution: resolveRoute4(route, error, scope) };
}

function nexthopUsable(route: Route, scope: RouteScope): Predicate {
  const [nexthop] = route.nexthops;
  if (nexthop === undefined || isLinkdown(nexthop.dev, scope)) return NEVER;
  return any([equals('flowOif', 0), equals('flowOif', nexthop.dev)]);
}

function resolveRoute4(
  route: Route,
  error: ErrnoName | undefined,
  { namespace, table, defaultGroup }: RouteScope,
): Resolution {
  const [nexthop] = route.nexthops;
  const dev = nexthop?.dev ?? 0;
  // A gateway of host scope is an own address: the destination itself is resolved on the link.
  const gateway = nexthop?.scope === SCOPE.link ? nexthop.gateway : undefined;
  return {
    error,
    route,
    table,
    dev,
    gateway,
    assignments: [
      set('routeError', error === undefined ? 0 : errno(error).number),
      set('routeType', routeTypeNumber(route.type)),
      set('routePrefixLength', route.dst.length),
      set('routeDev', dev),
      set('defaultGroup', defaultGroup(route)),
      ...(gateway?.family === 4
        ? setAddress('nexthop', gateway)
        : copyAddress(4, 'nexthop', 'flowDst')),
      ...(error === undefined ? preferredSource4(route, namespace) : []),
    ],
  };
}

/** Source: `fib_result_prefsrc`, and `ip_route_output_key_hash_rcu` for local destinations. */
function preferredSource4(route: Route, namespace: Namespace): readonly Assignment[] {
  if (route.prefsrc !== undefined) return setAddress('prefsrc', route.prefsrc);
  if (route.type === 'local') return copyAddress(4, 'prefsrc', 'flowDst');
  const [nexthop] = route.nexthops;
  if (nexthop === undefined) return [];
  const gateway = nexthop.gateway?.family === 4 ? nexthop.gateway : undefined;
  return setAddress('prefsrc', selectSource4(namespace, nexthop.dev, gateway, route.scope));
}
