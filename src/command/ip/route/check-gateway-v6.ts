import { isLinkLocal6, isMulticast } from '../../../address/address-class.js';
import { isUnspecified, sameAddress, type Address } from '../../../address/address.js';
import { makePrefix } from '../../../address/prefix.js';
import { lookupFlow } from '../../../evaluate/query.js';
import { routesAt } from '../../../fib/fib-table.js';
import { isErrorType, TABLE, type Route } from '../../../fib/route.js';
import { hasIpv6, type Link } from '../../../namespace/link.js';
import { linkByIndex, type Namespace } from '../../../namespace/namespace.js';
import { disableIpv6 } from '../../../namespace/sysctl.js';
import { refuseByErrno, refuseByKernel } from '../arguments.js';

/** A nexthop with an IPv6 gateway, as asked for. */
export interface Gateway6 {
  readonly gateway: Address;
  /** ifindex of the device that was named, which may not exist; 0 when none was. */
  readonly oif: number;
  readonly onlink: boolean;
  /** Table of the route. */
  readonly table: number;
}

const LOOPBACK = 1;

/**
 * Checks an IPv6 gateway as the kernel does.
 *
 * @returns the ifindex of the device by which it is reached
 * @throws Refusal in the kernel's words
 *
 * Source: `fib6_nh_init`, `ip6_validate_gw`.
 */
export function checkGateway6(namespace: Namespace, nexthop: Gateway6): number {
  const named = namedDevice(namespace, nexthop);
  const { gateway } = nexthop;
  if (named !== undefined) refuseOwn(namespace, gateway, named);
  const link = isLinkLocal6(gateway) ? named : reachingDevice(namespace, nexthop, named);
  if (link === undefined) return refuseByKernel('Egress device not specified');
  if (link.index === LOOPBACK) {
    refuseByKernel('Egress device can not be loopback device for this route');
  }
  if (named === undefined) refuseOwn(namespace, gateway, link);
  refuseUnusable(namespace, link);
  return link.index;
}

/** What any IPv6 nexthop asks of its device. @throws Refusal in the kernel's words */
export function refuseUnusable(namespace: Namespace, link: Link): void {
  if (!hasIpv6(link)) refuseByErrno('ENODEV');
  if (disableIpv6(namespace, link)) refuseByKernel('IPv6 is disabled on nexthop device');
  if (!link.up) refuseByKernel('Nexthop device is not up');
}

/** The device that was named; what `onlink` asks of it. @throws Refusal in the kernel's words */
export function namedDevice(
  namespace: Namespace,
  { oif, onlink }: Pick<Gateway6, 'oif' | 'onlink'>,
): Link | undefined {
  const link = oif === 0 ? undefined : (linkByIndex(namespace, oif) ?? refuseByErrno('ENODEV'));
  if (onlink && link === undefined) refuseByKernel('Nexthop device required for onlink');
  if (onlink && link?.up === false) refuseByKernel('Nexthop device is not up');
  return link;
}

function refuseOwn(namespace: Namespace, gateway: Address, link: Link): void {
  if (isOwn6(namespace, gateway, link)) refuseByKernel('Gateway can not be a local address');
}

/** Tells whether an IPv6 address is one of the host's; a link-local one must be on that device. Source: `ipv6_chk_addr`. */
export function isOwn6(namespace: Namespace, address: Address, link: Link): boolean {
  const links = isLinkLocal6(address) ? [link] : namespace.links.toArray();
  return links.some((other) => other.addresses.some(({ local }) => sameAddress(local, address)));
}

function reachingDevice(
  namespace: Namespace,
  nexthop: Gateway6,
  named: Link | undefined,
): Link | undefined {
  const { gateway } = nexthop;
  if (isMulticast(gateway) || isUnspecified(gateway)) {
    refuseByKernel('Invalid gateway address');
  }
  if (nexthop.onlink) {
    checkOnlink(namespace, nexthop);
    return named;
  }
  return (
    directDevice(namespace, nexthop, named) ??
    sameDevice(named, lookedUp(namespace, nexthop)) ??
    refuseByErrno('EHOSTUNREACH')
  );
}

/** The device over which the route's own table has the gateway on the link. Source: `ip6_pol_route_lookup`, `rt6_device_match`. */
function directDevice(
  namespace: Namespace,
  { gateway, oif, table }: Gateway6,
  named: Link | undefined,
): Link | undefined {
  const found = namespace.v6.tables.get(table);
  if (found === undefined) return undefined;
  const lengths = [...found.lengths.keys()].toSorted((a, b) => b - a);
  const nodes = lengths.map((length) =>
    withoutSource(routesAt(found, makePrefix(gateway, length))),
  );
  const onDevice = nodes.flatMap((routes) => {
    const route = routes.find(({ nexthops: [hop] }) => oif === 0 || oif === (hop?.dev ?? LOOPBACK));
    return route === undefined ? [] : [route];
  });
  const [hop] = onDevice[0]?.nexthops ?? [];
  if (hop === undefined || hop.gateway !== undefined) return undefined;
  return sameDevice(named, linkByIndex(namespace, hop.dev));
}

/** What is found without a source: where there are source-specific routes, no plain one, but for the default ones. */
function withoutSource(routes: readonly Route[]): readonly Route[] {
  const plain = routes.filter(({ from }) => from === undefined);
  const [first] = routes;
  return first === undefined || first.dst.length === 0 || plain.length === routes.length
    ? plain
    : [];
}

function lookedUp(namespace: Namespace, { gateway, oif }: Gateway6): Link | undefined {
  const found = lookupFlow(namespace, 6, { dst: gateway, oif, strict: true });
  if (found.error !== undefined || found.gateway !== undefined) return undefined;
  return linkByIndex(namespace, found.dev);
}

function sameDevice(named: Link | undefined, link: Link | undefined): Link | undefined {
  return named === undefined || named.index === link?.index ? link : undefined;
}

/** Source: `ip6_route_check_nh_onlink`. */
function checkOnlink(namespace: Namespace, { gateway, oif }: Gateway6): void {
  const { error, route, dev } = lookupFlow(namespace, 6, { dst: gateway }, { table: TABLE.main });
  if (error !== undefined || route === undefined || isErrorType(route.type)) return;
  if (route.dst.length > 0 && (route.type !== 'unicast' || dev !== oif)) {
    refuseByKernel('Nexthop has invalid gateway or device mismatch');
  }
}
