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
 */
export function lowerRoutes6(routes: readonly Route[], scope: RouteScope): readonly Candidate[] {
  const consulted = isRoot(routes) ? routes : sourceSpecificFirst(routes);
  return consulted.flatMap((route, index) => {
    const previous = consulted[index - 1];
    // A group of equals is lowered whole where it begins.
    if (previous !== undefined && sameGroup(previous, route)) return [];
    const group = consulted.slice(index).filter((other) => sameGroup(other, route));
    return PREFERENCES.flatMap((preference) =>
      lowerEquals(
        group.filter((other) => other.preference === preference),
        scope,
      ),
    );
  });
}

function isRoot([first]: readonly Route[]): boolean {
  return first?.dst.length === 0;
}

/** A prefix that has source-specific routes offers nothing else: its plain routes are not found at all. */
function sourceSpecificFirst(routes: readonly Route[]): readonly Route[] {
  const specific = routes.filter(({ from }) => from !== undefined);
  return specific.length > 0 ? specific : routes;
}

function sameGroup(a: Route, b: Route): boolean {
  const sameSource =
    a.from === b.from ||
    (a.from?.length === b.from?.length &&
      a.from?.address.words.every((word, index) => word === b.from?.address.words[index]));
  return a.metric === b.metric && sameSource === true;
}

/** Of equal routes those over the device asked for come first. */
function lowerEquals(routes: readonly Route[], scope: RouteScope): readonly Candidate[] {
  const onDevice = routes.map((route) => lowerRoute(route, scope, matchesDevice(deviceOf(route))));
  const elsewhere = routes.map((route) =>
    lowerRoute(route, scope, all([equals('flowStrict', 0), not(matchesDevice(deviceOf(route)))])),
  );
  return [...onDevice, ...elsewhere];
}

function matchesDevice(dev: number): Predicate {
  return any([equals('flowDev', 0), equals('flowDev', dev)]);
}

function deviceOf(route: Route): number {
  return route.nexthops[0]?.dev ?? LOOPBACK_INDEX;
}

function lowerRoute(route: Route, scope: RouteScope, device: Predicate): Candidate {
  const source = route.from === undefined ? ALWAYS : addressIn('flowSrc', route.from);
  const usable =
    routeError(route) === undefined && (isDead(route) || isLinkdown(deviceOf(route), scope))
      ? NEVER
      : ALWAYS;
  const when = all([device, source, usable]);
  if (route.type === 'throw') return { when, resolution: 'throw' };
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
