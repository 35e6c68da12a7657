import type { Address } from '../address/address.js';
import type { Prefix } from '../address/prefix.js';

/**
 * The route types, each at the index of its RTN_ number. Source: `linux/rtnetlink.h`, ip-route(8).
 *
 * @example
 * ```ts
 * import { ROUTE_TYPES } from 'nexthop';
 * ROUTE_TYPES.indexOf('blackhole'); // 6
 * ```
 */
export const ROUTE_TYPES = Object.freeze([
  'unspec',
  'unicast',
  'local',
  'broadcast',
  'anycast',
  'multicast',
  'blackhole',
  'unreachable',
  'prohibit',
  'throw',
  'nat',
  'xresolve',
] as const);

/** What a route does with the packets that it takes. */
export type RouteType = (typeof ROUTE_TYPES)[number];

/** The RTN_ number of a route type. */
export function routeTypeNumber(type: RouteType): number {
  return ROUTE_TYPES.indexOf(type);
}

/** Reports whether a route of the type ends the lookup with an error and has no next hop. */
export function isErrorType(type: RouteType): type is ErrorType {
  return ERROR_TYPES.has(type);
}

/** The types of routes that end a lookup with an error. */
type ErrorType = 'blackhole' | 'unreachable' | 'prohibit' | 'throw';

const ERROR_TYPES: ReadonlySet<RouteType> = new Set<ErrorType>([
  'blackhole',
  'unreachable',
  'prohibit',
  'throw',
]);

/** Scope numbers: the farther the destination, the smaller. Source: `enum rt_scope_t`. */
export const SCOPE = { global: 0, site: 200, link: 253, host: 254, nowhere: 255 } as const;

/** Ids of the routing tables that every host has. Source: `enum rt_class_t`. */
export const TABLE = { default: 253, main: 254, local: 255 } as const;

/** Numbers of the route protocols that the kernel and `ip` give by themselves. Source: `RTPROT_` constants. */
export const ROUTE_PROTOCOL = { unspec: 0, kernel: 2, boot: 3, static: 4 } as const;

/** How much an IPv6 route is preferred among those of its metric. Source: RFC 4191. */
export type RoutePreference = 'low' | 'medium' | 'high';

/** The type that a route has in effect: one over a blackhole is a blackhole. */
export function actingType({ type, object }: Pick<Route, 'type' | 'object'>): RouteType {
  return object?.blackhole === true && !isErrorType(type) ? 'blackhole' : type;
}

/** Where a route's packets go next. */
export interface Nexthop {
  /** ifindex of the output device. */
  readonly dev: number;
  /** Address of the next hop, of either family; undefined when the destination is on the link. */
  readonly gateway: Address | undefined;
  /** Taken as on the link without a check. */
  readonly onlink: boolean;
  /** Share among the nexthops of one route, 1 to 256. */
  readonly weight: number;
  /**
   * `SCOPE.link` for a gateway to be resolved, `SCOPE.host` without a gateway or when the gateway is an own address, `SCOPE.nowhere` in
   * a route of host scope.
   */
  readonly scope: number;
  /** Its device has gone down, or has lost its last address: not used until the device comes back. Only in a route with several. */
  readonly dead: boolean;
  /** The largest hash of a flow that takes it among several, up to 2^31 - 1; -1 when none does. As `rebalance` set it last. */
  readonly upperBound: number;
}

/**
 * One route (the kernel's fib alias with its fib info). Make one with `makeRoute`.
 *
 * `dst` is canonical; `nexthops` is empty only for error types that name no nexthop object; `metric` 0 is none given (IPv4).
 */
export interface Route {
  readonly type: RouteType;
  readonly dst: Prefix;
  /** Source prefix of an IPv6 source-specific route; undefined when it takes every source. */
  readonly from: Prefix | undefined;
  readonly table: number;
  /** TOS byte without ECN bits; 0 for every flow. */
  readonly tos: number;
  readonly metric: number;
  readonly scope: number;
  /** RTPROT_ number: 2 kernel, 3 boot, 4 static. */
  readonly protocol: number;
  readonly prefsrc: Address | undefined;
  readonly nexthops: readonly Nexthop[];
  /** The nexthop object that it names and its nexthops come of; undefined when it has nexthops of its own. */
  readonly object: RouteObject | undefined;
  /** Said of a route with several nexthops as a whole, where it is shown and has no effect. */
  readonly onlink: boolean;
  /** No device of several nexthops had its carrier when the route was last looked at as a whole; shown only. */
  readonly linkdown: boolean;
  /** Options such as mtu and advmss in the order in which ip(8) prints them; of these only `hoplimit` bears on a packet. */
  readonly metrics: readonly RouteMetric[];
  /** Realms of the route as one 32-bit number, 0 when none. */
  readonly realms: number;
  /** IPv6 router preference; `medium` for IPv4, which has none. */
  readonly preference: RoutePreference;
  /** The command that made it, as the user wrote it; undefined for the kernel's own routes. Not part of its identity. */
  readonly written: string | undefined;
}

/** What a route knows of the nexthop object that it names. */
export interface RouteObject {
  readonly id: number;
  /** It is a group, be it of one. */
  readonly grouped: boolean;
  /** What it takes is dropped in silence. */
  readonly blackhole: boolean;
  /** Of a resilient group the place among the nexthops for each bucket; undefined for any other. */
  readonly buckets: readonly number[] | undefined;
}

/** One metric of a route, as ip(8) names it, in the kernel's unit: `rtt` in 1/8 ms, `rttvar` in 1/4 ms, `rto_min` in ms, the features as bits. */
export interface RouteMetric {
  readonly name: string;
  readonly value: number | string;
  readonly locked: boolean;
}

/** The TTL or hop limit that a route gives to what is sent by it; 0 when it leaves that to the host. Source: ip-route(8), `hoplimit`; `ip4_dst_hoplimit`. */
export function hoplimitOf({ metrics }: Route): number {
  return Number(metrics.find(({ name }) => name === 'hoplimit')?.value ?? 0);
}
