import { sameAddress, type Address } from '../../address/address.js';
import type { Tuple } from '../../connection/tuple.js';
import { tupleOf } from '../../evaluate/connection-tracker.js';
import { lookupFlow } from '../../evaluate/query.js';
import { makePrefix, prefixContains } from '../../address/prefix.js';
import { addressesOf } from '../../namespace/address/interface-address.js';
import type { Link } from '../../namespace/link.js';
import { vrfOf } from '../../namespace/vrf.js';
import { linkByIndex, type Namespace } from '../../namespace/namespace.js';
import { errorsFromInbound, fwmarkReflect } from '../../namespace/sysctl/answer-sysctl.js';
import { isForwardedFrame } from '../../path/lower-namespace.js';
import { sourceSelector6 } from '../../path/address/source-v6.js';
import { makePacket } from '../../packet/make-packet.js';
import { PROTOCOL } from '../../packet/protocol.js';
import type { IcmpError } from '../../program/ending.js';
import { answerDomain, domainOf, pathOfAnswer } from './domain.js';
import type { Ended } from '../ended.js';
import { isForAnycast, isForThisHost, isFramedForMany } from './for-this-host.js';
import type { Network } from '../network.js';
import type { Traveller } from '../traveller.js';

/** What is particular about a report. */
interface Report {
  /** It is a redirect. */
  readonly betterNexthop?: Address;
  /** It is for a neighbour: from which address it comes, by which device it leaves, with how many hops. Tracking takes it for no error, and finds it invalid. Source: `nf_conntrack_icmpv6_error`. */
  readonly from?: { readonly src: Address; readonly oif: string; readonly ttl: number };
  /** The ends of the packet that is quoted; as it has left, when absent. */
  readonly quote?: Tuple;
  /** The packet is with the device that it was to leave by: the error is looked up in the domain of that. Source: `icmp_get_route_lookup_dev`. */
  readonly leaving?: Link;
}

/**
 * Sends an ICMP error about a packet. It is a packet of this host: routed anew, with the mark of the other only where marks are reflected, and from
 * the address that was asked when that is one of the host, else from the one that its own route prefers. Source: `__icmp_send`, `icmp6_send`.
 */
export function sendIcmpError(
  network: Network,
  ended: Ended,
  error: IcmpError,
  { betterNexthop, from, quote, leaving }: Report = {},
): void {
  const { traveller, packet, registers, tracked } = ended;
  const { src: dst } = packet;
  if (dst === undefined || isFramedForMany(registers)) return;
  const { family } = dst;
  // Nothing reports what becomes of an error, but a neighbour that it goes another way. In IPv6 a redirect is none.
  const isOfError = traveller.quote !== undefined && !(family === 6 && isRedirect(traveller));
  if (isOfError && from === undefined) return;
  const namespace = network.namespace(traveller.namespace);
  const src = from?.src ?? sourceOf(namespace, ended);
  const report: Traveller = {
    namespace: traveller.namespace,
    packet: makePacket({
      src,
      dst,
      protocol: family === 4 ? PROTOCOL.icmp : PROTOCOL.icmpv6,
      icmpType: error.type,
      icmpCode: error.code,
      tos: family === 4 ? INTERNETWORK_CONTROL | (packet.tos & TOS_BITS) : 0,
      mark: from === undefined && fwmarkReflect(namespace, family) ? packet.mark : 0,
      ...(from === undefined ? {} : { ttl: from.ttl }),
      oif: from?.oif ?? answerDomain(namespace, leaving ? withDevice(ended, leaving) : ended),
    }),
    cause: 'icmp-error',
    number: undefined,
    path: pathOfAnswer(namespace, src),
    socketless: true,
    kernelSocket: true,
    quote: quote ?? tupleOf(registers, family),
    ...(from === undefined
      ? { attached: tracked && { ...tracked, reply: !tracked.reply } }
      : { quoteUnread: true }),
    ...(betterNexthop === undefined ? {} : { betterNexthop }),
    ...(traveller.inner === undefined ? {} : { lost: traveller }),
  };
  if (betterNexthop === undefined) network.enter(report);
  // A redirect sets out before what it is about. Source: `ip_forward`, `ip6_forward`.
  else network.setOut(report);
}

function withDevice(ended: Ended, { index }: Link): Ended {
  return { ...ended, registers: { ...ended.registers, iif: index, indev: index } };
}

function isRedirect({ betterNexthop }: Ended['traveller']): boolean {
  return betterNexthop !== undefined;
}

/** Source: `IPTOS_PREC_INTERNETCONTROL`, `IPTOS_RT_MASK`. */
const INTERNETWORK_CONTROL = 0xc0;
const TOS_BITS = 0x1e;

/** The source that is known before the error is routed; undefined when its route is to choose it. Source: `icmp_send`, `inet_select_addr`. */
function sourceOf(namespace: Namespace, ended: Ended): Address | undefined {
  const { packet, registers, traveller } = ended;
  const { src, iif } = packet;
  if (isForAnycast(registers)) return packet.dst;
  if (isForThisHost(registers) && isOfItsDomain(namespace, ended)) return packet.dst;
  // A frame comes by a port, and its packet by the bridge.
  const link = iif === undefined ? undefined : linkByIndex(namespace, registers.iif);
  if (src === undefined || link === undefined) return undefined;
  if (src.family === 6) {
    const isRouted = !isForwardedFrame(traveller.path) && domainOf(namespace, ended) === undefined;
    return isRouted ? inboundSource6(namespace, link, src, packet.mark) : undefined;
  }
  if (!errorsFromInbound(namespace)) return undefined;
  const own = addressesOf(link, 4).filter(({ secondary }) => !secondary);
  const near = own.find(({ peer, length }) => prefixContains(makePrefix(peer, length), src));
  return (near ?? own[0])?.local;
}

/** Whether a host answers from an address by the domain in which it was asked: in IPv6 from an own one of that domain alone. Source: `ipv6_chk_addr`. */
function isOfItsDomain(namespace: Namespace, ended: Ended): boolean {
  const { dst } = ended.packet;
  if (dst.family === 4) return true;
  const domain = domainOf(namespace, ended);
  return namespace.links.some(
    (link) =>
      vrfOf(namespace, link)?.name === domain &&
      addressesOf(link, 6).some(({ local }) => sameAddress(local, dst)),
  );
}

/**
 * In IPv6 the addresses of the device by which the packet came are preferred to those of the device by which the error leaves, but for a source that its route
 * names; undefined where both prefer the same.
 */
function inboundSource6(
  namespace: Namespace,
  { index }: Link,
  dst: Address,
  mark: number,
): Address | undefined {
  const reflected = fwmarkReflect(namespace, 6) ? mark : 0;
  const { route } = lookupFlow(namespace, 6, { dst, mark: reflected });
  if (route === undefined || route.prefsrc !== undefined) return undefined;
  const inbound = sourceSelector6(namespace, index)(dst);
  const routed = sourceSelector6(namespace, route.nexthops[0]?.dev ?? 0)(dst);
  return inbound === undefined || routed === undefined || sameAddress(inbound, routed)
    ? undefined
    : inbound;
}
