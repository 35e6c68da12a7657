import { isMulticast } from '../../address/address-class.js';
import { isUnspecified, unspecifiedAddress, type Address } from '../../address/address.js';
import type { Tuple } from '../../connection/tuple.js';
import { lookupFlow } from '../../evaluate/query.js';
import { packetRegisters } from '../../evaluate/registers.js';
import { withTraffic } from '../../evaluate/program-of.js';
import { routeTypeNumber } from '../../fib/route.js';
import { ip6TunnelOf } from '../../namespace/link-kind/ip6tnl.js';
import { tunnelOf } from '../../namespace/link-kind/tunnel.js';
import { linkByIndex, type Namespace } from '../../namespace/namespace.js';
import type { Packet } from '../../packet/packet.js';
import type { Resolution } from '../../program/resolution.js';
import type { Ended } from '../ended.js';
import { HOST_UNREACHABLE } from '../host-unreachable.js';
import type { Network } from '../network.js';
import type { Traveller } from '../traveller.js';
import { findTaker } from './find-taker.js';
import { sendIcmpError } from './icmp-error.js';

/**
 * What a host does that hears of a packet that a tunnel of its has made. One over IPv4 counts it, and reports to those who send next; one over IPv6 reports it at
 * once. Source: `ipip_err`, `ipgre_err`; `ip6_tnl_err`.
 */
export function hearOfTunnelled(network: Network, ended: Ended): void {
  const { lost, quote } = ended.traveller;
  if (lost === undefined || quote === undefined) return;
  if (ended.packet.dst.family === 4) countTunnelError(network, ended, lost, quote);
  else if (lost.inner !== undefined) relayTunnelError(network, ended, lost.inner, quote);
}

/** The tunnel will report the error, unless the far end is none or the hops were those of the packet within. */
function countTunnelError(network: Network, ended: Ended, lost: Traveller, quote: Tuple): void {
  const { wrapped } = lost;
  const kind = countingKind(lost);
  if (wrapped === undefined || kind === undefined || !isCounted(ended.packet, kind)) return;
  const keyed = { ...ended, traveller: { ...ended.traveller, wrapped } };
  const taker = findTaker(network, answerTo(keyed, quote), kind);
  const { remote, ttl } = (taker && tunnelOf(taker.link)) ?? NO_TUNNEL;
  if (taker === undefined || isUnspecified(remote) || isMulticast(remote)) return;
  if (ttl === 0 && ended.packet.icmpType === EXCEEDED_4) return;
  const namespace = network.namespace(taker.namespace);
  const errors = namespace.traffic.tunnelErrors.update(taker.link.index, 0, (count) => count + 1);
  const traffic = namespace.traffic.set('tunnelErrors', errors);
  network.replace(taker.namespace, withTraffic(namespace, traffic));
}

const NO_TUNNEL = { remote: unspecifiedAddress(4), ttl: 0 };

/** The kind of a tunnel that counts errors: of IPv6 in gre, and of sit, the report has a source that cannot be. Source: `ip6_err_gen_icmpv6_unreach`. */
function countingKind({ wrapped, inner }: Traveller): keyof typeof UNCOUNTED | undefined {
  if (wrapped?.kind === 'gre') return inner?.packet.dst.family === 4 ? 'gre' : undefined;
  return wrapped?.kind === 'ipip' ? 'ipip' : undefined;
}

/** Whether an error says that the far end is out of reach. */
function isCounted({ icmpType, icmpCode }: Packet, kind: keyof typeof UNCOUNTED): boolean {
  if (icmpType === EXCEEDED_4) return icmpCode === 0;
  return icmpType === UNREACHABLE_4 && !UNCOUNTED[kind].has(icmpCode);
}

const UNREACHABLE_4 = 3;
const EXCEEDED_4 = 11;

/** Codes of which a tunnel makes nothing: a route that failed, a packet that is too big and, in gre, a closed port. */
const UNCOUNTED = { ipip: new Set([4, 5]), gre: new Set([3, 4, 5]) } as const;

/**
 * Reports to the sender of a packet within a tunnel over IPv6 what an ICMP error says of the one around it: that its host is out of reach, whatever the error was.
 * The report is one about a packet that came by the device of the way back. Source: `ip4ip6_err`, `ip6ip6_err`.
 */
function relayTunnelError(network: Network, ended: Ended, lost: Traveller, quote: Tuple): void {
  const { traveller, packet } = ended;
  if (!isRelayed(packet)) return;
  const { src, dst } = lost.packet;
  const tunnel = relayingTunnel(network, ended, quote);
  if (tunnel === undefined || src === undefined) return;
  const namespace = network.namespace(traveller.namespace);
  const back = lookupFlow(namespace, dst.family, { dst: src });
  if (dst.family === 4 && !leadsIntoTunnel(namespace, { src, dst }, back)) return;
  const dev = back.error === undefined ? back.dev : 0;
  const iif = linkByIndex(namespace, dev)?.name;
  const within: Packet = { ...lost.packet, mark: packet.mark, iif };
  const registers = {
    ...packetRegisters(within, namespace),
    iif: dev,
    indev: dev,
    routeType: routeTypeNumber('unicast'),
    routeDev: tunnel,
  };
  const about = { ...lost, namespace: traveller.namespace };
  sendIcmpError(
    network,
    { ...ended, traveller: about, packet: within, registers },
    HOST_UNREACHABLE[dst.family],
  );
}

/** What is no news of the way to the far end, as an unknown next header, goes no further. */
function isRelayed({ icmpType, icmpCode }: Packet): boolean {
  return icmpType === UNREACHABLE || (icmpType === TIME_EXCEEDED && icmpCode === 0);
}

const UNREACHABLE = 1;
const TIME_EXCEEDED = 3;

/** ifindex of the tunnel whose packet an error is about. */
function relayingTunnel(network: Network, ended: Ended, quote: Tuple): number | undefined {
  const link = findTaker(network, answerTo(ended, quote), 'ip6tnl')?.link;
  const carries = link && ip6TunnelOf(link)?.carries;
  return carries === 0 || carries === quote.protocol ? link?.index : undefined;
}

/** An error as if it answered, from its far end, the packet that it is about. */
function answerTo(ended: Ended, { src, dst }: Tuple): Ended {
  return { ...ended, packet: { ...ended.packet, src: dst, dst: src } };
}

/** Whether the destination of an IPv4 packet lies behind such a tunnel still, for its sender. */
function leadsIntoTunnel(
  namespace: Namespace,
  ends: { readonly src: Address; readonly dst: Address },
  back: Resolution,
): boolean {
  if (back.error !== undefined) return false;
  const isOwn = back.route?.type === 'local';
  const forth = lookupFlow(namespace, 4, isOwn ? ends : { ...ends, iif: back.dev });
  return forth.error === undefined && linkByIndex(namespace, forth.dev)?.kind === 'ip6tnl';
}
