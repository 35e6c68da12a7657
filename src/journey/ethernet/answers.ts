import { isLinkLocal6, isLoopback } from '../../address/address-class.js';
import { isUnspecified, sameAddress, type Address } from '../../address/address.js';
import { makePrefix, prefixContains } from '../../address/prefix.js';
import { queryRoute, type RouteAnswer } from '../../evaluate/query.js';
import { SCOPE } from '../../fib/route.js';
import { addressesOf, type InterfaceAddress } from '../../namespace/address/interface-address.js';
import { isLocal4 } from '../../namespace/address/local-address-v4.js';
import { joinedAnycasts } from '../../namespace/kernel-routes-v6.js';
import type { Link } from '../../namespace/link.js';
import { existingLink, type Namespace } from '../../namespace/namespace.js';
import {
  arpFilters,
  arpIgnore,
  mediumId,
  proxiesArp,
  proxiesArpPvlan,
  proxiesNdp,
} from '../../namespace/sysctl/arp-sysctl.js';
import { forwarding, forwarding6, routeLocalnet } from '../../namespace/sysctl/sysctl.js';

/** For whom a host answers: itself, or another, which it then does later than that one would. */
export type Answering = 'itself' | 'another';

/**
 * Whether a host answers by a device for an address, and for whom; undefined when it doesn't.
 *
 * @param asker - the address from which it is asked for; unspecified when the asker has none
 */
export function answering(
  namespace: Namespace,
  link: Link,
  address: Address,
  asker: Address,
): Answering | undefined {
  return address.family === 4
    ? answering4(namespace, link, address, asker)
    : answering6(namespace, link, address);
}

/** In IPv4 for all addresses that it has, as long as it would take packets from the asker there. Source: `arp_process`. */
function answering4(
  namespace: Namespace,
  link: Link,
  address: Address,
  asker: Address,
): Answering | undefined {
  if (!link.arp || (isLoopback(address) && !routeLocalnet(namespace, link))) return undefined;
  if (isUnspecified(asker)) {
    const isOwn = isLocal4(namespace, address) && !ignores(namespace, link, address, asker);
    return isOwn ? 'itself' : undefined;
  }
  const route = queryRoute(namespace, { src: asker, dst: address, iif: link.index });
  if (route.error !== undefined) return undefined;
  if (route.type === 'local') {
    const isSilent =
      ignores(namespace, link, address, asker) || filters(namespace, link, address, asker);
    return isSilent ? undefined : 'itself';
  }
  const isProxied =
    route.type === 'unicast' &&
    forwarding(namespace, link) &&
    proxies4(namespace, link, { address, asker, route });
  return isProxied ? 'another' : undefined;
}

/** Own addresses for which a device doesn't answer. Source: `arp_ignore`, `inet_confirm_addr`. */
function ignores(namespace: Namespace, link: Link, address: Address, asker: Address): boolean {
  switch (arpIgnore(namespace, link)) {
    case 1:
      return !has(namespace, link, { address, from: undefined, scope: SCOPE.host });
    case 2:
      return !has(namespace, link, { address, from: asker, scope: SCOPE.host });
    case 3:
      return !namespace.links.some((other) =>
        has(namespace, other, { address, from: undefined, scope: SCOPE.link }),
      );
    case 8:
      return true;
    default:
      return false;
  }
}

/** Source: `confirm_addr_indev`. */
function has(
  namespace: Namespace,
  link: Link,
  { address, from, scope }: { address: Address; from: Address | undefined; scope: number },
): boolean {
  const local = routeLocalnet(namespace, link) ? SCOPE.link : SCOPE.host;
  const own = addressesOf(link, 4);
  const isThere = own.some(
    (one) => sameAddress(one.local, address) && Math.min(one.scope, local) <= scope,
  );
  const isKnown = own.some(
    (one) =>
      isInSubnet(one, address) &&
      (from === undefined || isUnspecified(from) || isInSubnet(one, from)),
  );
  return isThere && isKnown;
}

function isInSubnet({ peer, length }: InterfaceAddress, address: Address): boolean {
  return prefixContains(makePrefix(peer, length), address);
}

/** The way back to the asker is by another device, or none. Source: `arp_filter`. */
function filters(namespace: Namespace, link: Link, address: Address, asker: Address): boolean {
  if (!arpFilters(namespace, link)) return false;
  const back = queryRoute(namespace, { src: address, dst: asker });
  return back.error !== undefined || back.dev !== link.index;
}

/** What is asked for, by whom, and where it is routed. */
interface Asked {
  readonly address: Address;
  readonly asker: Address;
  readonly route: RouteAnswer;
}

/** Source: `arp_fwd_proxy`, `arp_fwd_pvlan`, `pneigh_lookup`. */
function proxies4(namespace: Namespace, link: Link, { address, asker, route }: Asked): boolean {
  if (route.dev === link.index) {
    return !sameAddress(asker, address) && proxiesArpPvlan(namespace, link);
  }
  if (hasProxyEntry(namespace, link, address)) return true;
  if (!proxiesArp(namespace, link)) return false;
  const medium = mediumId(namespace, link);
  if (medium === 0 || medium === -1) return medium === 0;
  const other = mediumId(namespace, existingLink(namespace, route.dev));
  return other !== medium && other !== -1;
}

/** The addresses of IPv6 that a device answers for itself: its own, and of a router the anycast one of each subnet. Source: `ndisc_recv_ns`. */
export function answered6(namespace: Namespace, link: Link): readonly Address[] {
  const own = addressesOf(link, 6).map(({ local }) => local);
  return [...own, ...joinedAnycasts(namespace, link)];
}

/** In IPv6 for the addresses of the device, and for proxy entries. Source: `ndisc_recv_ns`. */
function answering6(namespace: Namespace, link: Link, address: Address): Answering | undefined {
  if (answered6(namespace, link).some((own) => sameAddress(own, address))) return 'itself';
  const isProxied =
    forwarding6(namespace, link) &&
    proxiesNdp(namespace, link) &&
    !isLinkLocal6(address) &&
    hasProxyEntry(namespace, link, address);
  return isProxied ? 'another' : undefined;
}

/** `ip neigh add proxy ADDRESS [dev DEVICE]` */
function hasProxyEntry({ neighbours }: Namespace, link: Link, address: Address): boolean {
  return neighbours.some(
    (entry) =>
      entry.proxy &&
      (entry.dev === link.index || entry.dev === 0) &&
      sameAddress(entry.address, address),
  );
}
