import { isLinkLocal6, isMulticast } from '../../../../address/address-class.js';
import { isUnspecified, sameAddress, type Address } from '../../../../address/address.js';
import { lookupFlow, type FlowKey, type LookupOptions } from '../../../../evaluate/query.js';
import { TABLE } from '../../../../fib/route.js';
import { hasIpv6, type Link } from '../../../../namespace/link.js';
import { linkByIndex, type Namespace } from '../../../../namespace/namespace.js';
import { disableIpv6 } from '../../../../namespace/sysctl/sysctl.js';
import { vrfOf } from '../../../../namespace/vrf.js';
import { refuseByErrno, refuseByKernel } from '../../arguments.js';

/** A nexthop with an IPv6 gateway, as asked for. */
export interface Gateway6 {
  readonly gateway: Address;
  /** ifindex of the device that was named, which may not exist; 0 when none was. */
  readonly oif: number;
  readonly onlink: boolean;
  /** Table of the route; undefined for a nexthop object. */
  readonly table: number | undefined;
  /** Preferred source of the route; undefined without one. */
  readonly prefsrc: Address | undefined;
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

/** Reports whether an IPv6 address is one of those of the device's domain; a link-local one must be on that device. Source: `ipv6_chk_addr`. */
export function isOwn6(namespace: Namespace, address: Address, link: Link): boolean {
  const domain = vrfOf(namespace, link);
  const links = isLinkLocal6(address)
    ? [link]
    : namespace.links.toArray().filter((other) => vrfOf(namespace, other) === domain);
  return links.some((other) => other.addresses.some(({ local }) => sameAddress(local, address)));
}

/** The device by which routes say that a gateway that isn't link-local is reached. Source: `ip6_route_check_nh`. */
function reachingDevice(
  namespace: Namespace,
  nexthop: Gateway6,
  named: Link | undefined,
): Link | undefined {
  const { gateway, oif, table, prefsrc } = nexthop;
  if (isMulticast(gateway) || isUnspecified(gateway)) refuseByKernel('Invalid gateway address');
  if (nexthop.onlink) {
    checkOnlink(namespace, nexthop);
    return named;
  }
  const key = { dst: gateway, iif: 0, oif, strict: true };
  const inTable =
    table === undefined
      ? undefined
      : directDevice(namespace, { ...key, src: prefsrc }, { table, ignoreLinkdown: true });
  const link =
    sameDevice(named, inTable) ?? sameDevice(named, directDevice(namespace, key, { bare: true }));
  return link ?? refuseByErrno('EHOSTUNREACH');
}

/** The device by which a flow's destination is on the link; undefined when it isn't. An ordinary route over lo leads nowhere. Source: `fib6_is_reject`. */
function directDevice(
  namespace: Namespace,
  key: FlowKey,
  options: LookupOptions,
): Link | undefined {
  const { error, route, gateway, dev } = lookupFlow(namespace, 6, key, options);
  if (error !== undefined || gateway !== undefined || route?.type === 'throw') return undefined;
  return route?.type === 'unicast' && dev === LOOPBACK ? undefined : linkByIndex(namespace, dev);
}

function sameDevice(named: Link | undefined, link: Link | undefined): Link | undefined {
  return named === undefined || named.index === link?.index ? link : undefined;
}

/** No route, or only a default one, says nothing of a gateway. Source: `ip6_route_check_nh_onlink`. */
function checkOnlink(namespace: Namespace, { gateway, oif, prefsrc }: Gateway6): void {
  const { error, route, dev } = lookupFlow(
    namespace,
    6,
    { dst: gateway, oif, src: prefsrc },
    { table: TABLE.main, ignoreLinkdown: true },
  );
  if (error !== undefined || route === undefined || isUnspecified(route.dst.address)) return;
  if (route.type !== 'unicast' || dev !== oif) {
    refuseByKernel('Nexthop has invalid gateway or device mismatch');
  }
}
