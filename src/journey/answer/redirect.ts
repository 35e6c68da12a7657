import { isLinkLocal6 } from '../../address/address-class.js';
import { sameAddress, type Address } from '../../address/address.js';
import type { Family } from '../../address/family.js';
import { routeTypeNumber } from '../../fib/route.js';
import { withTraffic } from '../../evaluate/program-of.js';
import { tupleOf } from '../../evaluate/connection-tracker.js';
import { queryRoute } from '../../evaluate/query.js';
import { addressesOf } from '../../namespace/address/interface-address.js';
import type { Link } from '../../namespace/link.js';
import { existingLink, linkByName, type Namespace } from '../../namespace/namespace.js';
import { putRedirect } from '../../namespace/traffic/redirects.js';
import {
  acceptsRedirects,
  acceptsRedirects6,
  sendRedirects,
} from '../../namespace/sysctl/sysctl.js';
import { baseChains } from '../../netfilter/netfilter.js';
import { PROTOCOL } from '../../packet/protocol.js';
import { isNeighbour } from '../ethernet/resolve.js';
import type { Ended } from '../ended.js';
import type { Network } from '../network.js';
import { sendIcmpError } from './icmp-error.js';

const UNICAST = routeTypeNumber('unicast');

const REDIRECT_HOST = { type: 5, code: 1 } as const;

/** Source: RFC 4861 section 4.5. */
const REDIRECT_6 = { type: 137, code: 0 } as const;

/**
 * Reports a better next hop to the sender of a packet that leaves by the device by which it came, if the sender is on that link. NAT drops such a report
 * of IPv4 where it has to do with it. How often they are sent is not limited. Source: `__mkroute_input`, `ip_rt_send_redirect`; `ip6_forward`,
 * `ndisc_send_redirect`.
 */
export function redirect(network: Network, ended: Ended, link: Link, nexthop: Address): void {
  const { traveller, packet } = ended;
  const { src } = packet;
  if (src === undefined) return;
  const namespace = network.namespace(traveller.namespace);
  if (src.family === 6) {
    redirect6(network, ended, link, nexthop);
    return;
  }
  if (!sendRedirects(namespace, link)) return;
  if (!isOnLink(namespace, link, { dst: src })) return;
  // One that NAT drops counts as sent.
  if (!network.redirects(traveller.namespace, src) || isUnsettled(namespace, ended)) return;
  sendIcmpError(network, ended, REDIRECT_HOST, { betterNexthop: nexthop });
}

/** A redirect of IPv6 comes from the router's link-local address, and names another router by its link-local address, or the destination itself. */
function redirect6(network: Network, ended: Ended, link: Link, nexthop: Address): void {
  const { traveller, packet } = ended;
  // It is reported before its source is translated.
  const { src, sport = 0, icmpId } = traveller.packet;
  if (src === undefined) return;
  const namespace = network.namespace(traveller.namespace);
  if (!sameAddress(nexthop, packet.dst) && !isLinkLocal6(nexthop)) return;
  // Of several the oldest. Source: `ipv6_get_lladdr`.
  const own = addressesOf(link, 6).findLast(
    ({ local, resting }) => isLinkLocal6(local) && !resting,
  );
  if (own === undefined) return;
  if (!isOnLink(namespace, link, { dst: src, src: own.local, oif: link.index })) return;
  const left = tupleOf(ended.registers, 6);
  const before = { ...ended, packet: { ...packet, src } };
  sendIcmpError(network, before, REDIRECT_6, {
    quote: { ...left, src, sport: packet.protocol === PROTOCOL.icmpv6 ? icmpId : sport },
    betterNexthop: nexthop,
    from: { src: own.local, oif: link.name, ttl: HOPS_ON_LINK },
  });
}

/** What is for neighbours alone has as many hops left as can be. Source: RFC 4861 section 8.1. */
const HOPS_ON_LINK = 255;

/** Whether the way to a host leads straight out of a device. */
function isOnLink(
  namespace: Namespace,
  { index }: Link,
  query: Parameters<typeof queryRoute>[1],
): boolean {
  const { error, dev, gateway } = queryRoute(namespace, query);
  return error === undefined && dev === index && gateway === undefined;
}

/** Some rule may translate, and the report is about what begins a connection: it isn't known yet what that will be. Source: `nf_nat_icmp_reply_translation`. */
function isUnsettled(namespace: Namespace, { tracked, following }: Ended): boolean {
  if (tracked === undefined || !translates(namespace)) return false;
  return following()?.tracked?.result.connection === undefined;
}

/** Some chain translates at some hook. Source: `nf_nat_register_fn`. */
function translates({ netfilter }: Namespace): boolean {
  return HOOKS.some((hook) =>
    baseChains(netfilter, 4, hook).some(({ chain }) => chain.base?.type === 'nat'),
  );
}

const HOOKS = ['PREROUTING', 'INPUT', 'OUTPUT', 'POSTROUTING'] as const;

/** How a host takes redirects of a family. */
interface Taking {
  readonly protocol: number;
  readonly type: number;
  readonly accepts: (namespace: Namespace, came: Link) => boolean;
  /** The route that is changed must lead out of the device by which the redirect came. */
  readonly byDevice: boolean;
  /** The better next hop must be a neighbour that is known: one that isn't is only asked for, and all goes on as before. */
  readonly toNeighbour: boolean;
}

const TAKING: Readonly<Record<Family, Taking>> = {
  4: {
    protocol: PROTOCOL.icmp,
    type: REDIRECT_HOST.type,
    accepts: acceptsRedirects,
    byDevice: false,
    toNeighbour: true,
  },
  6: {
    protocol: PROTOCOL.icmpv6,
    type: REDIRECT_6.type,
    accepts: acceptsRedirects6,
    byDevice: true,
    toNeighbour: false,
  },
};

/**
 * A host takes a redirect from the next hop that it has for the destination. Source: `__ip_do_redirect`, `rt6_do_redirect`.
 *
 * @param boundTo - the device to which the socket of the packet that is quoted is bound
 */
export function acceptRedirect(
  network: Network,
  { traveller, packet }: Ended,
  boundTo: string | undefined,
): void {
  const { betterNexthop, quote, namespace: name } = traveller;
  const taking = TAKING[packet.dst.family];
  if (packet.protocol !== taking.protocol || packet.icmpType !== taking.type) return;
  if (betterNexthop === undefined || quote === undefined || packet.src === undefined) return;
  const namespace = network.namespace(name);
  const came = packet.iif === undefined ? undefined : linkByName(namespace, packet.iif);
  if (came === undefined) return;
  if (!taking.accepts(namespace, came)) return;
  if (taking.byDevice && !looksByDevice(quote.protocol, boundTo)) return;
  const { gateway, dev, resolution } = queryRoute(namespace, { dst: quote.dst, src: quote.src });
  if (gateway === undefined || !sameAddress(gateway, packet.src)) return;
  if (taking.byDevice && dev !== came.index) return;
  const link = existingLink(namespace, dev);
  const asker = { ...traveller, packet: { ...packet, src: packet.dst } };
  const asking = { traveller: asker, link, nexthop: betterNexthop, routeType: UNICAST };
  if (taking.toNeighbour && !isNeighbour(network, asking)) return;
  const { traffic } = namespace;
  const redirects = putRedirect(traffic.redirects, quote.dst, {
    dev,
    from: gateway,
    to: betterNexthop,
    route: packet.dst.family === 6 ? resolution?.route : undefined,
  });
  network.replace(name, withTraffic(namespace, traffic.set('redirects', redirects)));
}

/**
 * In IPv6 the route that is changed is looked for by its device: that by which a report about a ping came, or that to which a socket of UDP is bound. One of TCP is in
 * use by who connects when it hears of a better way, and stays as it is. Source: `ip6_redirect_nh_match`, `tcp_v6_err`.
 */
function looksByDevice(protocol: number, boundTo: string | undefined): boolean {
  if (protocol === PROTOCOL.tcp) return false;
  return protocol !== PROTOCOL.udp || boundTo !== undefined;
}
