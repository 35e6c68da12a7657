import type { Address } from '../../address/address.js';
import { errno } from '../../errno.js';
import { hoplimitOf, routeTypeNumber, type Nexthop, type Route } from '../../fib/route.js';
import { addressIn } from '../../predicate/address-predicate.js';
import { copyAddress, set, setAddress, type Assignment } from '../../predicate/assignment.js';
import { all, ALWAYS, any, equals, NEVER, not, type Predicate } from '../../predicate/predicate.js';
import type { Candidate } from '../../program/lowered-table.js';
import type { Resolution } from '../../program/resolution.js';
import { LOOPBACK_INDEX } from '../loopback.js';
import { isLinkdown, routeError, type RouteScope } from './route-scope.js';

const PREFERENCES = ['high', 'medium', 'low'] as const;

/** What the register `flowStrict` says of routes over other devices than the one asked for. Source: `find_rr_leaf`, `rt6_device_match`. */
export const STRICT = {
  /** Those of a better metric come first. */
  no: 0,
  /** They are no use. */
  only: 1,
  /** Whatever their metric, they come behind in their prefix. */
  first: 2,
} as const;

/**
 * What an IPv6 lookup sees of the routes of one prefix. Within a metric the router preference counts first, then the device asked
 * for, then the order in the table; error routes are on lo. Source: `fib6_node_lookup_1`, `find_rr_leaf`, `rt6_score_route`.
 *
 * @param longer - the routes of each prefix of the table that lies in this one
 */
export function lowerRoutes6(
  routes: readonly Route[],
  scope: RouteScope,
  longer: () => readonly (readonly Route[])[],
): readonly Candidate[] {
  const byMetric = routes.flatMap((route, index) => {
    const previous = routes[index - 1];
    // A group of equals is lowered whole where it begins.
    if (previous !== undefined && sameGroup(previous, route)) return [];
    const group = routes.slice(index).filter((other) => sameGroup(other, route));
    const seen = route.from === undefined ? plainIsSeen(routes, longer) : ALWAYS;
    // One over a blackhole takes what comes before it too. Source: `__find_rr_leaf`.
    const blackholes = group.filter(({ object }) => object?.blackhole === true);
    const ways = group.filter((other) => !blackholes.includes(other));
    return [
      ...blackholes.map((other) => lowerRoute(other, scope, seen)),
      ...PREFERENCES.flatMap((preference) =>
        lowerEquals(
          ways.filter((other) => other.preference === preference),
          scope,
          seen,
        ),
      ),
    ];
  });
  return scope.deviceFirst ? [...deviceFirst(routes, scope, longer), ...byMetric] : byMetric;
}

/** For lookups that prefer a device whatever the metric. */
function deviceFirst(
  routes: readonly Route[],
  scope: RouteScope,
  longer: () => readonly (readonly Route[])[],
): readonly Candidate[] {
  return routes.map((route) => {
    const seen = route.from === undefined ? plainIsSeen(routes, longer) : ALWAYS;
    const asked = [equals('flowStrict', STRICT.first), isOnDevice(route)];
    return lowerRoute(route, scope, all([seen, ...asked]));
  });
}

/**
 * A lookup begins at the longest prefix that has a route for the source; where a prefix has source-specific routes, its plain ones don't
 * count. From there it climbs, and on the way sees all that is for the source, plain or not. The root is where it ends in any case.
 *
 * Source: `fib6_node_lookup_1`, `fib6_backtrack`.
 */
function plainIsSeen(
  routes: readonly Route[],
  longer: () => readonly (readonly Route[])[],
): Predicate {
  const [first] = routes;
  if (first?.dst.length === 0 || routes.every(({ from }) => from === undefined)) return ALWAYS;
  const below = longer().flatMap((group) => {
    const dst = group[0]?.dst;
    return dst === undefined ? [] : [all([addressIn('flowDst', dst), canBegin(group)])];
  });
  return any([canBegin(routes), ...below]);
}

/** Holds when a lookup can begin at a prefix with these routes. */
function canBegin(routes: readonly Route[]): Predicate {
  const sources = routes.flatMap(({ from }) => from ?? []);
  return sources.length === 0 ? ALWAYS : any(sources.map((from) => addressIn('flowSrc', from)));
}

function sameGroup(a: Route, b: Route): boolean {
  const sameSource =
    a.from === b.from ||
    (a.from?.length === b.from?.length &&
      a.from?.address.words.every((word, index) => word === b.from?.address.words[index]));
  return a.metric === b.metric && sameSource === true;
}

/** Of equal routes those over the device asked for come first. */
function lowerEquals(
  routes: readonly Route[],
  scope: RouteScope,
  seen: Predicate,
): readonly Candidate[] {
  const onDevice = routes.map((route) => lowerRoute(route, scope, all([seen, isOnDevice(route)])));
  const elsewhere = routes.map((route) =>
    lowerRoute(
      route,
      scope,
      all([seen, not(equals('flowStrict', STRICT.only)), not(isOnDevice(route))]),
    ),
  );
  return [...onDevice, ...elsewhere];
}

/** A route over a group counts as over its first nexthop's device, unless only one device will do: then any of them will. */
function isOnDevice(route: Route): Predicate {
  const others = route.nexthops.slice(1).map(({ dev }) => equals('flowDev', dev));
  return any([
    equals('flowDev', 0),
    equals('flowDev', deviceOf(route)),
    ...(others.length === 0 ? [] : [all([not(equals('flowStrict', STRICT.no)), any(others)])]),
  ]);
}

function deviceOf(route: Route): number {
  return route.nexthops[0]?.dev ?? LOOPBACK_INDEX;
}

function lowerRoute(route: Route, scope: RouteScope, asked: Predicate): Candidate {
  const source = route.from === undefined ? ALWAYS : addressIn('flowSrc', route.from);
  const usable =
    routeError(route) === undefined && (isDead(route) || isLinkdown(deviceOf(route), scope))
      ? NEVER
      : ALWAYS;
  const when = all([asked, source, usable]);
  if (route.type === 'throw' && scope.throws) return { when, resolution: 'throw', route };
  return { when, resolution: resolveRoute6(route, scope) };
}

function isDead({ nexthops: [nexthop] }: Route): boolean {
  return nexthop?.dead === true;
}

/** What an IPv6 route gives when it is taken, by its first nexthop or that one. */
export function resolveRoute6(
  route: Route,
  { table, choiceOf, hoplimits, asksNexthops }: RouteScope,
  nexthop: Nexthop | undefined = route.nexthops[0],
): Resolution {
  const error = routeError(route);
  const dev = nexthop?.dev ?? LOOPBACK_INDEX;
  return {
    error,
    route,
    table,
    dev,
    gateway: nexthop?.gateway,
    assignments: [
      set('routeError', error === undefined ? 0 : errno(error).number),
      set('routeType', routeTypeNumber(route.type)),
      set('routePrefixLength', route.dst.length),
      set('routeDev', dev),
      set('routeChoice', choiceOf(route)),
      ...(hoplimits ? [set('routeHoplimit', hoplimitOf(route))] : []),
      ...(asksNexthops ? nextAddress(nexthop?.gateway) : []),
      ...setAddress('prefsrc', route.prefsrc ?? { family: 6, words: [0, 0, 0, 0] }),
    ],
  };
}

function nextAddress(gateway: Address | undefined): readonly Assignment[] {
  return gateway === undefined
    ? copyAddress(6, 'nexthop', 'flowDst')
    : setAddress('nexthop', gateway);
}
