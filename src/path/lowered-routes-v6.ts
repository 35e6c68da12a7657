import { errno } from '../errno.js';
import { routeTypeNumber, type Route } from '../fib/route.js';
import { addressIn } from '../predicate/address-predicate.js';
import { set, setAddress } from '../predicate/assignment.js';
import { all, ALWAYS, any, equals, NEVER, not, type Predicate } from '../predicate/predicate.js';
import type { Candidate } from '../program/lowered-table.js';
import type { Resolution } from '../program/resolution.js';
import { LOOPBACK_INDEX } from './loopback.js';
import { isLinkdown, routeError, type RouteScope } from './route-scope.js';

const PREFERENCES = ['high', 'medium', 'low'] as const;

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
  return routes.flatMap((route, index) => {
    const previous = routes[index - 1];
    // A group of equals is lowered whole where it begins.
    if (previous !== undefined && sameGroup(previous, route)) return [];
    const group = routes.slice(index).filter((other) => sameGroup(other, route));
    const seen = route.from === undefined ? plainIsSeen(routes, longer) : ALWAYS;
    return PREFERENCES.flatMap((preference) =>
      lowerEquals(
        group.filter((other) => other.preference === preference),
        scope,
        seen,
      ),
    );
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
  const onDevice = routes.map((route) =>
    lowerRoute(route, scope, all([seen, matchesDevice(deviceOf(route))])),
  );
  const elsewhere = routes.map((route) =>
    lowerRoute(
      route,
      scope,
      all([seen, equals('flowStrict', 0), not(matchesDevice(deviceOf(route)))]),
    ),
  );
  return [...onDevice, ...elsewhere];
}

function matchesDevice(dev: number): Predicate {
  return any([equals('flowDev', 0), equals('flowDev', dev)]);
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
  if (route.type === 'throw' && scope.throws) return { when, resolution: 'throw' };
  return { when, resolution: resolveRoute6(route, scope) };
}

function isDead({ nexthops: [nexthop] }: Route): boolean {
  return nexthop?.dead === true;
}

/** What an IPv6 route gives when it is taken. */
export function resolveRoute6(route: Route, { table, choiceOf }: RouteScope): Resolution {
  const [nexthop] = route.nexthops;
  const error = routeError(route);
  return {
    error,
    route,
    table,
    dev: deviceOf(route),
    gateway: nexthop?.gateway,
    assignments: [
      set('routeError', error === undefined ? 0 : errno(error).number),
      set('routeType', routeTypeNumber(route.type)),
      set('routePrefixLength', route.dst.length),
      set('routeDev', deviceOf(route)),
      set('routeChoice', choiceOf(route)),
      ...setAddress('prefsrc', route.prefsrc ?? { family: 6, words: [0, 0, 0, 0] }),
    ],
  };
}
