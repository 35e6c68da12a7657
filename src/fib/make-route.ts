import { assertNever } from '../assert-never.js';
import type { Address } from '../address/address.js';
import type { Family } from '../address/family.js';
import { samePrefix, makePrefix, type Prefix } from '../address/prefix.js';
import { LARGEST_HASH } from './rebalance.js';
import {
  ROUTE_PROTOCOL,
  SCOPE,
  TABLE,
  type Nexthop,
  type Route,
  type RouteMetric,
  type RouteObject,
  type RoutePreference,
  type RouteType,
} from './route.js';

/** What a route is made of; what is absent gets the value that `ip route add` gives. */
export interface RouteFields {
  readonly dst: Prefix;
  readonly type?: RouteType;
  readonly from?: Prefix | undefined;
  readonly table?: number;
  readonly tos?: number;
  readonly metric?: number;
  readonly scope?: number;
  readonly protocol?: number;
  readonly prefsrc?: Address | undefined;
  readonly nexthops?: readonly Nexthop[];
  readonly object?: RouteObject | undefined;
  readonly onlink?: boolean;
  readonly linkdown?: boolean;
  readonly metrics?: readonly RouteMetric[];
  readonly realms?: number;
  readonly preference?: RoutePreference;
  readonly written?: string | undefined;
}

/**
 * Makes a route. Absent fields: type unicast; the table and scope that the type implies; protocol boot; metric 0 for IPv4, 1024 for
 * IPv6; no nexthop.
 *
 * @throws RangeError when a number is out of its range or `dst` has bits after its length
 */
export function makeRoute(fields: RouteFields): Route {
  const { dst, type = 'unicast', nexthops = [] } = fields;
  const family = dst.address.family;
  const route: Route = {
    type,
    dst,
    from: fields.from,
    table: fields.table ?? impliedTable(type),
    tos: fields.tos ?? 0,
    metric: fields.metric ?? (family === 4 ? 0 : 1024),
    scope: fields.scope ?? impliedScope(type, family, nexthops.some(hasGateway)),
    protocol: fields.protocol ?? ROUTE_PROTOCOL.boot,
    prefsrc: fields.prefsrc,
    nexthops,
    object: fields.object,
    onlink: fields.onlink ?? false,
    linkdown: fields.linkdown ?? false,
    metrics: fields.metrics ?? [],
    realms: fields.realms ?? 0,
    preference: fields.preference ?? 'medium',
    written: fields.written,
  };
  checkRoute(route);
  return route;
}

/** The table of a route for which none was named. Source: ip-route(8), `table TABLEID`. */
export function impliedTable(type: RouteType): number {
  return LOCAL_TYPES.has(type) ? TABLE.local : TABLE.main;
}

const LOCAL_TYPES: ReadonlySet<RouteType> = new Set([
  'local',
  'broadcast',
  'anycast',
  'nat',
] as const);

function hasGateway({ gateway }: Nexthop): boolean {
  return gateway !== undefined;
}

/** The scope of a route for which none was named. Source: ip-route(8), `scope SCOPE_VAL`. */
export function impliedScope(type: RouteType, family: Family, gatewayed: boolean): number {
  if (family === 6) return SCOPE.global;
  switch (type) {
    case 'local':
    case 'nat':
      return SCOPE.host;
    case 'broadcast':
    case 'multicast':
    case 'anycast':
      return SCOPE.link;
    case 'unicast':
      return gatewayed ? SCOPE.global : SCOPE.link;
    case 'unspec':
    case 'blackhole':
    case 'unreachable':
    case 'prohibit':
    case 'throw':
    case 'xresolve':
      return SCOPE.global;
    default:
      return assertNever(type);
  }
}

/** What a nexthop is made of. */
export interface NexthopFields {
  readonly dev: number;
  readonly gateway?: Address | undefined;
  readonly onlink?: boolean;
  readonly weight?: number;
  readonly scope?: number;
}

/**
 * Makes a nexthop that is alive. Absent fields: no gateway, not onlink, weight 1, the scope of a gateway to be resolved or of no
 * gateway.
 *
 * @throws RangeError when a number is out of its range
 */
export function makeNexthop(fields: NexthopFields): Nexthop {
  const { dev, gateway, onlink = false, weight = 1 } = fields;
  const scope = fields.scope ?? (gateway === undefined ? SCOPE.host : SCOPE.link);
  checkRange('dev', dev, 1, 0x7fffffff);
  checkRange('weight', weight, 1, 256);
  checkRange('scope', scope, 0, 255);
  return { dev, gateway, onlink, weight, scope, dead: false, upperBound: LARGEST_HASH };
}

function checkRoute(route: Route): void {
  if (!samePrefix(route.dst, makePrefix(route.dst.address, route.dst.length))) {
    throw new RangeError(`dst: bits after the prefix length ${route.dst.length} must be 0`);
  }
  checkRange('table', route.table, 1, 0xffffffff);
  checkRange('tos', route.tos, 0, 255);
  checkRange('metric', route.metric, 0, 0xffffffff);
  checkRange('scope', route.scope, 0, 255);
  checkRange('protocol', route.protocol, 0, 255);
  checkRange('realms', route.realms, 0, 0xffffffff);
}

function checkRange(name: string, value: number, from: number, to: number): void {
  if (!Number.isInteger(value) || value < from || value > to) {
    throw new RangeError(`${name}: ${from}..${to}, got ${value}`);
  }
}
