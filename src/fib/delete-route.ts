import { isUnspecified, sameAddress, type Address } from '../address/address.js';
import { samePrefix, type Prefix } from '../address/prefix.js';
import { routesAt, withRoutesAt, type FibTable } from './fib-table.js';
import { siblingsOf } from './insert-route-v6.js';
import {
  ROUTE_PROTOCOL,
  type Nexthop,
  type Route,
  type RouteMetric,
  type RouteType,
} from './route.js';
import { edited, refused, type TableEdit } from './table-edit.js';

/** What a route to be deleted is named by. Absent or undefined parts match any route; numbers that are 0 are given as undefined. */
export interface RoutePattern {
  readonly dst: Prefix;
  /** Must be equal; 0 names the routes without a TOS. IPv6 has none. */
  readonly tos: number;
  /** Source prefix of an IPv6 route; must be equal, undefined names the routes without one. */
  readonly from?: Prefix | undefined;
  readonly type?: RouteType | undefined;
  readonly scope?: number | undefined;
  readonly prefsrc?: Address | undefined;
  readonly protocol?: number | undefined;
  readonly metric?: number | undefined;
  /** ifindex of the first nexthop. */
  readonly dev?: number | undefined;
  /** Gateway of the first nexthop. */
  readonly gateway?: Address | undefined;
  /** Id of the nexthop object that it names; without one, no route that names an object has a `dev` or `gateway`, nor `nexthops`. */
  readonly nhid?: number | undefined;
  /** All nexthops in their order; read only without `dev` and `gateway`, for IPv4. A longer list names the same routes. */
  readonly nexthops?: readonly HopPattern[] | undefined;
  /** Of IPv6 siblings one goes even without a gateway. */
  readonly alone?: boolean;
  /** Read only together with `dev` or `gateway`. */
  readonly realms?: number | undefined;
  readonly metrics?: readonly RouteMetric[] | undefined;
}

/** What one of several nexthops is named by; undefined parts match any. */
export interface HopPattern {
  readonly dev: number | undefined;
  readonly gateway: Address | undefined;
}

/**
 * Takes out the first route, in lookup order, that the pattern names: `ESRCH` when there is none. Of IPv6 siblings, one goes when the
 * pattern has a gateway or says so, else all.
 */
export function deleteRoute(table: FibTable, pattern: RoutePattern): TableEdit {
  const family = pattern.dst.address.family;
  const routes = routesAt(table, pattern.dst);
  const names = family === 4 ? patternNames4 : sourceAware(routes);
  const found = routes.find((route) => names(pattern, route));
  if (found === undefined) return refused(namesEmptyRoot(table, pattern) ? 'ENOENT' : 'ESRCH');
  const all = family === 6 && pattern.gateway === undefined && pattern.alone !== true;
  const siblings = all ? siblingsOf(table, found) : [];
  const left = routes.filter((route) => route !== found && !siblings.includes(route));
  return edited(withRoutesAt(table, pattern.dst, left));
}

/**
 * The root of an IPv6 table is never empty: it holds an entry on lo that can be named, but not deleted. Source: `fib6_null_entry`,
 * `__ip6_del_rt_siblings`.
 */
function namesEmptyRoot(table: FibTable, pattern: RoutePattern): boolean {
  const { dst, from, metric, protocol, dev, gateway } = pattern;
  const routes = routesAt(table, dst);
  return (
    dst.address.family === 6 &&
    dst.length === 0 &&
    (from === undefined || routes.length === 0) &&
    routes.every((route) => route.from !== undefined) &&
    agrees(metric, 0xffffffff) &&
    agrees(protocol, ROUTE_PROTOCOL.kernel) &&
    agrees(dev, LOOPBACK) &&
    (gateway === undefined || isUnspecified(gateway))
  );
}

/** Source: `fib_table_delete`, `fib_nh_match`. */
function patternNames4(pattern: RoutePattern, route: Route): boolean {
  return (
    route.tos === pattern.tos &&
    agrees(pattern.type, route.type) &&
    agrees(pattern.scope, route.scope) &&
    agrees(pattern.protocol, route.protocol) &&
    agrees(pattern.metric, route.metric) &&
    agreesAddress(pattern.prefsrc, route.prefsrc) &&
    agreesHop(pattern, route) &&
    agreesMetrics(pattern.metrics ?? [], route.metrics)
  );
}

/** Only the metrics that are named count, a missing one as 0; but if one of them is locked, the same ones must be. */
function agreesMetrics(wanted: readonly RouteMetric[], has: readonly RouteMetric[]): boolean {
  const valueOf = (name: string): number | string =>
    has.find((metric) => metric.name === name)?.value ?? 0;
  const locks = lockedNames(wanted);
  return (
    wanted.every((metric) => metric.value === valueOf(metric.name)) &&
    (locks === '' || locks === lockedNames(has))
  );
}

function lockedNames(metrics: readonly RouteMetric[]): string {
  return metrics.flatMap(({ name, locked }) => (locked ? [name] : [])).join();
}

/** Source: `fib_nh_match`. */
function agreesHop(pattern: RoutePattern, route: Route): boolean {
  const { nhid, nexthops: hops = [] } = pattern;
  if (nhid !== undefined) return route.object?.id === nhid;
  if (route.object !== undefined) {
    return pattern.dev === undefined && pattern.gateway === undefined && hops.length === 0;
  }
  if (pattern.dev === undefined && pattern.gateway === undefined) {
    return agreesHops(pattern.nexthops ?? [], route);
  }
  const [hop] = route.nexthops;
  return (
    agrees(pattern.realms, route.realms) &&
    agrees(pattern.dev, hop?.dev) &&
    agreesAddress(pattern.gateway, hop?.gateway)
  );
}

function agreesHops(wanted: readonly HopPattern[], { nexthops }: Route): boolean {
  if (wanted.length === 0) return true;
  // A route of an error type has one nexthop to nowhere.
  const count = Math.max(nexthops.length, 1);
  return Array.from({ length: count }).every((_, index) => {
    const pattern = wanted[index];
    const hop = nexthops[index];
    return (
      pattern !== undefined &&
      agrees(pattern.dev, hop?.dev) &&
      agreesAddress(pattern.gateway, hop?.gateway)
    );
  });
}

/** Where no route has a source prefix, naming one says nothing. Source: `fib6_locate`. */
function sourceAware(routes: readonly Route[]): (pattern: RoutePattern, route: Route) => boolean {
  const aware = routes.some(({ from }) => from !== undefined);
  return (pattern, route) =>
    (!aware || sameSource(pattern.from, route.from)) && patternNames6(pattern, route);
}

/** The type isn't compared, nor are prefsrc and the metrics. Source: `ip6_route_del`. */
function patternNames6(pattern: RoutePattern, route: Route): boolean {
  const [hop] = route.nexthops;
  return (
    agrees(pattern.metric, route.metric) &&
    agrees(pattern.protocol, route.protocol) &&
    agrees(pattern.nhid, route.object?.id) &&
    // Device and gateway of a route that names an object aren't compared.
    (route.object !== undefined || hasHop(pattern, hop))
  );
}

function hasHop(pattern: RoutePattern, hop: Nexthop | undefined): boolean {
  return (
    // The kernel holds routes of the error types on lo.
    agrees(pattern.dev, hop?.dev ?? LOOPBACK) && agreesAddress(pattern.gateway, hop?.gateway)
  );
}

const LOOPBACK = 1;

function sameSource(a: Prefix | undefined, b: Prefix | undefined): boolean {
  return a === undefined || b === undefined ? a === b : samePrefix(a, b);
}

function agrees<T>(wanted: T | undefined, has: T | undefined): boolean {
  return wanted === undefined || wanted === has;
}

function agreesAddress(wanted: Address | undefined, has: Address | undefined): boolean {
  return wanted === undefined || (has !== undefined && sameAddress(wanted, has));
}
