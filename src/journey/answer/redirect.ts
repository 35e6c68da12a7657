import { sameAddress, type Address } from '../../address/address.js';
import { routeTypeNumber } from '../../fib/route.js';
import { withTraffic } from '../../evaluate/program-of.js';
import { queryRoute } from '../../evaluate/query.js';
import type { Link } from '../../namespace/link.js';
import { existingLink, linkByName, type Namespace } from '../../namespace/namespace.js';
import { putRedirect } from '../../namespace/redirects.js';
import { acceptsRedirects, sendRedirects } from '../../namespace/sysctl/sysctl.js';
import { baseChains } from '../../netfilter/netfilter.js';
import { PROTOCOL } from '../../packet/protocol.js';
import { isNeighbour } from '../ethernet/resolve.js';
import type { Ended } from '../ended.js';
import type { Network } from '../network.js';
import { sendIcmpError } from './icmp-error.js';

const UNICAST = routeTypeNumber('unicast');

const REDIRECT_HOST = { type: 5, code: 1 } as const;

/**
 * Reports a better next hop to the sender of a packet that leaves by the device by which it came, if the sender is on that link. Not where NAT has to do
 * with it, which drops such a report. How often they are sent is not limited. Source: `__mkroute_input`, `ip_rt_send_redirect`.
 */
export function redirect(network: Network, ended: Ended, link: Link, nexthop: Address): void {
  const { traveller, packet } = ended;
  const { src } = packet;
  if (src?.family !== 4) return;
  const namespace = network.namespace(traveller.namespace);
  if (!sendRedirects(namespace, link)) return;
  const back = queryRoute(namespace, { dst: src });
  const isOnLink =
    back.error === undefined && back.dev === link.index && back.gateway === undefined;
  if (!isOnLink || (translates(namespace) && !isLeftAlone(ended))) return;
  if (!network.redirects(traveller.namespace, src)) return;
  sendIcmpError(network, ended, REDIRECT_HOST, nexthop);
}

/**
 * NAT has nothing to do with the packet's connection, which was there before it: what begins one is reported before it is known what its source will be.
 * Source: `nf_nat_icmp_reply_translation`.
 */
function isLeftAlone({ tracked, following }: Ended): boolean {
  if (tracked === undefined) return true;
  const found = following()?.tracked?.result.connection;
  if (found === undefined) return false;
  return found.translationSettled && !found.changed.src && !found.changed.dst;
}

/** Some chain translates at some hook. Source: `nf_nat_register_fn`. */
function translates({ netfilter }: Namespace): boolean {
  return HOOKS.some((hook) =>
    baseChains(netfilter, 4, hook).some(({ chain }) => chain.base?.type === 'nat'),
  );
}

const HOOKS = ['PREROUTING', 'INPUT', 'OUTPUT', 'POSTROUTING'] as const;

/**
 * A host takes a redirect from the next hop that it has for the destination, to a neighbour that it knows: one that it doesn't know it only asks for, and goes
 * on as before. Source: `__ip_do_redirect`.
 */
export function acceptRedirect(network: Network, { traveller, packet }: Ended): void {
  const { betterNexthop, quote, namespace: name } = traveller;
  if (packet.protocol !== PROTOCOL.icmp || packet.icmpType !== REDIRECT_HOST.type) return;
  if (betterNexthop === undefined || quote === undefined || packet.src === undefined) return;
  const namespace = network.namespace(name);
  const came = packet.iif === undefined ? undefined : linkByName(namespace, packet.iif);
  if (came === undefined || !acceptsRedirects(namespace, came)) return;
  const { gateway, dev } = queryRoute(namespace, { dst: quote.dst, src: quote.src });
  if (gateway === undefined || !sameAddress(gateway, packet.src)) return;
  const link = existingLink(namespace, dev);
  const asker = { ...traveller, packet: { ...packet, src: packet.dst } };
  const asking = { traveller: asker, link, nexthop: betterNexthop, routeType: UNICAST };
  if (!isNeighbour(network, asking)) return;
  const { traffic } = namespace;
  const redirects = putRedirect(traffic.redirects, dev, quote.dst, {
    from: gateway,
    to: betterNexthop,
  });
  network.replace(name, withTraffic(namespace, traffic.set('redirects', redirects)));
}
