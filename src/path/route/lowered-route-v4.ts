import { printAddress } from '../../address/address-text.js';
import { sameAddress, unspecifiedAddress, type Address } from '../../address/address.js';
import type { Prefix } from '../../address/prefix.js';
import { errno } from '../../errno.js';
import { isToGroups, type FibTable } from '../../fib/fib-table.js';
import {
  actingType,
  hoplimitOf,
  routeTypeNumber,
  SCOPE,
  type Nexthop,
  type Route,
} from '../../fib/route.js';
import { addressIn } from '../../predicate/address-predicate.js';
import { copyAddress, set, setAddress, type Assignment } from '../../predicate/assignment.js';
import {
  all,
  ALWAYS,
  any,
  equals,
  inRange,
  masked,
  not,
  type Predicate,
} from '../../predicate/predicate.js';
import type { Namespace } from '../../namespace/namespace.js';
import { isUnbound } from '../domain.js';
import { isLinkdown, routeError, type RouteScope } from './route-scope.js';
import type { Candidate } from '../../program/lowered-table.js';
import type { LowerRoutes } from './lowered-fib.js';
import type { Resolution } from '../../program/resolution.js';
import { selectSource4 } from '../address/source-v4.js';

/** The TOS bits that IPv4 routes and `tos` rules look at. Source: `IPTOS_RT_MASK` without the ECN bits. */
const ROUTE_TOS_MASK = 0x1c;

/**
 * Lowers the IPv4 routes of prefixes, alike ones once: of all that a route says, what a lookup sees besides its prefix is the same for most
 * routes of a full-size table. Given the length of the prefix, a single route gives the list that all those like it give.
 */
export function lowerRoutes4(scope: RouteScope, tables: readonly FibTable[]): LowerRoutes {
  const hiding = routesThatHide(scope, tables);
  // By nexthops, then by prefix length.
  const known = new WeakMap<Route['nexthops'], (Alike[] | undefined)[]>();
  const lower = (route: Route, length: number): Alike => {
    const { nexthops } = route;
    let byLength = known.get(nexthops);
    if (byLength === undefined) known.set(nexthops, (byLength = []));
    const same = (byLength[length] ??= []);
    let alike: Alike | undefined;
    for (const one of same) if (isAlike(one, route, scope)) alike = one;
    if (alike === undefined) {
      alike = { route, choice: scope.choiceOf(route), candidates: lowerRoute4(route, scope) };
      same.push(alike);
    }
    return alike;
  };
  const own = (route: Route): readonly Candidate[] => {
    const found = lower(route, route.dst.length);
    if (found.route === route) return found.candidates;
    return found.candidates.map((candidate) => withRoute(candidate, route));
  };
  return (routes, _longer, alikeOf) => {
    const only = routes[0];
    const hides = only === undefined ? NONE : hiding(only.dst);
    if (hides.length > 0) return lowerBeside([...hides, ...routes], own, hides.length);
    if (alikeOf !== undefined && routes.length === 1 && only?.object === undefined && only) {
      return lower(only, alikeOf).candidates;
    }
    return routes.some(({ object }) => object !== undefined)
      ? lowerBeside(routes, own)
      : routes.flatMap(own);
  };
}

const NONE: readonly Route[] = [];

/** A route, and what a lookup sees of it and of all that are alike. */
interface Alike {
  readonly route: Route;
  readonly choice: number;
  readonly candidates: readonly Candidate[];
}

/** Reports whether a lookup sees a route as it sees another that has the same nexthops and a prefix of the same length. */
function isAlike({ route: other, choice }: Alike, route: Route, scope: RouteScope): boolean {
  return (
    actingType(other) === actingType(route) &&
    other.tos === route.tos &&
    other.scope === route.scope &&
    other.table === route.table &&
    (!scope.groupRoutes || isToGroups(other.dst) === isToGroups(route.dst)) &&
    hoplimitOf(other) === hoplimitOf(route) &&
    samePrefsrc(other.prefsrc, route.prefsrc) &&
    choice === scope.choiceOf(route)
  );
}

function samePrefsrc(a: Address | undefined, b: Address | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && sameAddress(a, b));
}

/**
 * Returns which routes of longer prefixes keep a lookup from those of a prefix: routes by nexthop object, where both prefixes have the same
 * address, so that the kernel's tree holds them in one leaf. Source: `miss` in `fib_table_lookup`.
 */
function routesThatHide(
  { namespace }: RouteScope,
  tables: readonly FibTable[],
): (prefix: Prefix) => readonly Route[] {
  if (namespace.nexthops.size === 0) return () => NONE;
  const byAddress = new Map<string, readonly Route[]>();
  for (const route of tables.flatMap((table) => [...table.routes.values()].flat())) {
    if (route.object === undefined) continue;
    const key = printAddress(route.dst.address);
    byAddress.set(key, [...(byAddress.get(key) ?? []), route]);
  }
  return ({ address, length }) =>
    (byAddress.get(printAddress(address)) ?? []).filter(({ dst }) => dst.length > length);
}

/**
 * Lowers routes of one prefix some of which name a nexthop object: none of its nexthops being of use, the routes after such a one aren't
 * looked at, and the lookup goes on with shorter prefixes. The first `longer` are of longer prefixes, and hide the others like that. Source: `nexthop_get_nhc_lookup` in `fib_table_lookup`.
 */
function lowerBeside(
  routes: readonly Route[],
  lower: (route: Route) => readonly Candidate[],
  longer = 0,
): readonly Candidate[] {
  const passed = routes
    .slice(0, longer)
    .map((route) => all([addressIn('flowDst', route.dst), isAskedFor(route)]));
  return routes.slice(longer).flatMap((route) => {
    const unmet = not(any([...passed]));
    const candidates = lower(route).map((candidate): Candidate => {
      const when = all([unmet, candidate.when]);
      const { resolution } = candidate;
      return resolution === 'throw' ? { when, resolution, route } : { when, resolution };
    });
    if (route.object !== undefined) passed.push(isAskedFor(route));
    return candidates;
  });
}

/** The route is one for the flow, whatever becomes of its nexthops. */
function isAskedFor({ tos, scope }: Route): Predicate {
  const meetsTos = tos === 0 ? ALWAYS : masked('flowTos', ROUTE_TOS_MASK, tos);
  return all([meetsTos, inRange('flowScope', 0, scope)]);
}

function withRoute(candidate: Candidate, route: Route): Candidate {
  if (candidate.resolution === 'throw') return { ...candidate, route };
  return { when: candidate.when, resolution: { ...candidate.resolution, route } };
}

/** When an IPv4 lookup takes a route, and what it gives then, by the nexthop that it takes. Source: `fib_table_lookup`. */
function lowerRoute4(route: Route, scope: RouteScope): readonly Candidate[] {
  const askedFor = isAskedFor(route);
  if (route.type === 'throw') return [{ when: askedFor, resolution: 'throw', route }];
  const candidate = (usable: Predicate, nexthop: Nexthop | undefined): Candidate => ({
    when: all([askedFor, usable]),
    resolution: resolveNexthop4(route, nexthop, scope),
  });
  if (routeError(route) !== undefined) return [candidate(ALWAYS, undefined)];
  const usable = route.nexthops.filter((nexthop) => isUsable(nexthop, scope));
  const unbound = scope.alone ? equals('flowOif', 0) : isUnbound(scope.namespace);
  return usable
    .filter(({ dev }, index) => usable.findIndex((other) => other.dev === dev) === index)
    .map((nexthop, index) => {
      const onDevice = equals('flowOif', nexthop.dev);
      return candidate(index === 0 ? any([unbound, onDevice]) : onDevice, nexthop);
    });
}

/** Reports whether a lookup takes a nexthop. That of a route of host scope never counts as without carrier. Source: `fib_sync_down_dev`. */
export function isUsable({ dead, dev, scope: reach }: Nexthop, scope: RouteScope): boolean {
  return !dead && (reach === SCOPE.nowhere || !isLinkdown(dev, scope));
}

/** What a route gives when one of its nexthops is taken; undefined for a route that has none. */
export function resolveNexthop4(
  route: Route,
  nexthop: Nexthop | undefined,
  { namespace, table, choiceOf, hoplimits, groupRoutes }: RouteScope,
): Resolution {
  const error = routeError(route);
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
      ...(groupRoutes ? [set('routeToGroups', isToGroups(route.dst) ? 1 : 0)] : []),
      set('routeDev', dev),
      set('routeChoice', choiceOf(route)),
      ...(hoplimits ? [set('routeHoplimit', hoplimitOf(route))] : []),
      ...(gateway?.family === 4
        ? setAddress('nexthop', gateway)
        : copyAddress(4, 'nexthop', 'flowDst')),
      ...preferredSource4(route, error === undefined ? nexthop : undefined, namespace),
    ],
  };
}

/** Source: `fib_result_prefsrc`, and `ip_route_output_key_hash_rcu` for local destinations. */
function preferredSource4(
  route: Route,
  nexthop: Nexthop | undefined,
  namespace: Namespace,
): readonly Assignment[] {
  if (route.prefsrc !== undefined) return setAddress('prefsrc', route.prefsrc);
  if (route.type === 'local') return copyAddress(4, 'prefsrc', 'flowDst');
  return setAddress(
    'prefsrc',
    nexthop === undefined ? unspecifiedAddress(4) : sourceOfNexthop4(route, nexthop, namespace),
  );
}

/** The source that a nexthop gives a packet, whatever the route says. Source: `fib_info_update_nhc_saddr`. */
export function sourceOfNexthop4(route: Route, nexthop: Nexthop, namespace: Namespace): Address {
  const gateway = nexthop.gateway?.family === 4 ? nexthop.gateway : undefined;
  return selectSource4(namespace, nexthop.dev, gateway, route.scope);
}
