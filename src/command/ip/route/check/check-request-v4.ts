import { isUnspecified, type Address } from '../../../../address/address.js';
import { defaultPrefix, makePrefix, samePrefix, type Prefix } from '../../../../address/prefix.js';
import { TABLE, type RouteType } from '../../../../fib/route.js';
import { refuseByKernel } from '../../arguments.js';
import type { InetPrefix } from '../../address-arguments.js';
import type { FullRequest, RouteRequest } from '../route-request.js';

/** A request for a new IPv4 route with everything that the tool fills in. */
export interface NewRoute4 extends Request4 {
  readonly type: RouteType;
  readonly scope: number;
  readonly protocol: number;
  /** ifindex of the device that was named, which may not exist; 0 when none was. */
  readonly oif: number;
  readonly asked: RouteRequest;
}

/** What the kernel reads in a request for an IPv4 route, made or deleted. */
export interface Request4 {
  readonly dst: Prefix;
  readonly table: number;
  /** Undefined without one, or when it was 0.0.0.0. */
  readonly gateway: Address | undefined;
  readonly prefsrc: Address | undefined;
  /** The nexthops that were listed. */
  readonly hops: readonly RequestedHop4[];
}

/** One of several nexthops as asked for. */
export interface RequestedHop4 {
  /** Undefined without one, or when it was 0.0.0.0. */
  readonly gateway: Address | undefined;
  /** ifindex of the device that was named, which may not exist; 0 when none was. */
  readonly oif: number;
  readonly onlink: boolean;
  readonly weight: number;
}

/**
 * The checks that the kernel makes of any request for an IPv4 route, before it looks at tables. Source: `rtm_to_fib_config`.
 *
 * @param impliedTable - the table when none was named
 * @throws Refusal in the kernel's words
 */
export function checkRequest4(request: FullRequest, impliedTable: number): Request4 {
  if (isEmptyAttribute(request.via) || isEmptyAttribute(request.prefsrc)) {
    refuseByKernel('Attribute failed policy validation');
  }
  if ((request.tos & 3) !== 0) refuseByKernel('Invalid dsfield (tos): ECN bits must be 0');
  const dst = checkDestination(request.dst);
  const gateway = givenAddress(request.via);
  const several = request.nexthops.length > 0;
  if (request.nhid !== 0 && (request.dev !== undefined || gateway !== undefined || several)) {
    refuseByKernel('Nexthop specification and nexthop id are mutually exclusive');
  }
  return {
    dst,
    table: (request.table ?? impliedTable) || TABLE.main,
    gateway,
    prefsrc: givenAddress(request.prefsrc),
    hops: request.nexthops.map(({ via, ...hop }) => {
      if (isEmptyAttribute(via)) refuseByKernel('Invalid IPv4 address in RTA_GATEWAY');
      return { ...hop, gateway: givenAddress(via) };
    }),
  };
}

function checkDestination({ address, length }: InetPrefix): Prefix {
  if (address === undefined) return defaultPrefix(4);
  const canonical = makePrefix(address, length);
  if (!samePrefix(canonical, { address, length })) {
    refuseByKernel('Invalid prefix for given prefix length');
  }
  return canonical;
}

/** `any` is sent as an attribute without bytes. */
function isEmptyAttribute(prefix: InetPrefix | undefined): boolean {
  return prefix?.kind === 'any';
}

function givenAddress(prefix: InetPrefix | undefined): Address | undefined {
  const address = prefix?.address;
  return address?.family === 4 && isUnspecified(address) ? undefined : address;
}
