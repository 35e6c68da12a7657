import type { Family } from '../../../address/family.js';
import type { RouteMetric, RoutePreference, RouteType } from '../../../fib/route.js';
import type { Namespace } from '../../../namespace/namespace.js';
import type { InetPrefix } from '../address-arguments.js';
import { deviceIndex, refuseNoDevice } from '../device-arguments.js';

/** What the words of `ip route add` and its like ask for; undefined parts were not given. */
export interface RouteRequest {
  /** The family asked for, or that of the first address that was read. */
  readonly family: Family | undefined;
  readonly dst: InetPrefix | undefined;
  readonly from: InetPrefix | undefined;
  readonly type: RouteType | undefined;
  readonly table: number | undefined;
  readonly tos: number;
  readonly metric: number;
  readonly scope: number | undefined;
  readonly protocol: number | undefined;
  readonly prefsrc: InetPrefix | undefined;
  readonly via: InetPrefix | undefined;
  /** The device's name as written: it is looked up when all words have been read. */
  readonly dev: string | undefined;
  readonly onlink: boolean;
  /** In the order given, each name once. */
  readonly metrics: readonly RouteMetric[];
  readonly realms: number;
  readonly nhid: number;
  readonly preference: RoutePreference;
  /** The route was to vanish after a time. */
  readonly expires: boolean;
  /** What follows `nexthop`, once for each; empty when the route was given as one. */
  readonly nexthops: readonly RequestedNexthop[];
}

/** One of the nexthops that a request lists. */
export interface RequestedNexthop {
  readonly via: InetPrefix | undefined;
  /** ifindex of the device that was named, which may not exist; 0 when none was. */
  readonly oif: number;
  readonly weight: number;
  readonly onlink: boolean;
}

/** A request with the destination that every one needs. */
export type FullRequest = RouteRequest & { readonly dst: InetPrefix };

/** A request of which nothing has been read yet. */
export function emptyRequest(family: Family | undefined): RouteRequest {
  return {
    family,
    dst: undefined,
    from: undefined,
    type: undefined,
    table: undefined,
    tos: 0,
    metric: 0,
    scope: undefined,
    protocol: undefined,
    prefsrc: undefined,
    via: undefined,
    dev: undefined,
    onlink: false,
    metrics: [],
    realms: 0,
    nhid: 0,
    preference: 'medium',
    expires: false,
    nexthops: [],
  };
}

/** The family of the request; IPv4 when no word stated it. */
export function requestedFamily(request: RouteRequest): Family {
  return request.family ?? 4;
}

/** The ifindex of the device that was named, 0 when none was; there may be no device of that index. @throws Refusal */
export function requestedDevice(namespace: Namespace, { dev }: RouteRequest): number {
  return dev === undefined ? 0 : (deviceIndex(namespace, dev) ?? refuseNoDevice(dev));
}
