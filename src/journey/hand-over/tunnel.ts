import { isUnspecified, type Address } from '../../address/address.js';
import { withTraffic } from '../../evaluate/program-of.js';
import { queryRoute } from '../../evaluate/query.js';
import { HOST_UNREACHABLE } from '../host-unreachable.js';
import { existingLink, linkByIndex } from '../../namespace/namespace.js';
import {
  outerProtocol,
  tunnelHeaderBytes,
  tunnelOf,
  type TunnelKind,
} from '../../namespace/link-kind/tunnel.js';
import { makePacket } from '../../packet/make-packet.js';
import { PROTOCOL } from '../../packet/protocol.js';
import type { Link, LinkPlace } from '../../namespace/link.js';
import type { FrameHeader } from '../ethernet/move.js';
import type { Network, HandOver } from '../network.js';
import type { Traveller } from '../traveller.js';
import { leavesChecksum } from '../leaves-checksum.js';
import { farEndOf } from './far-end.js';
import { keptOwner, keptSocket } from './kept-socket.js';
import { dropNested, nestedIn } from './nested.js';

/**
 * A tunnel over IPv4 puts a packet into one of its own for its far end, and sends that from the namespace in which the tunnel was made:
 * with the packet's mark, though the route is looked up with the tunnel's. Source: `ip_tunnel_xmit`, `ipip6_tunnel_xmit`.
 */
export const handToTunnel: HandOver = (network, handed, to) => {
  const { link, traveller, iif, refuse, nexthop } = handed;
  const remote = farEndOf(link, { dst: traveller.packet.dst, nexthop, to });
  if (remote === undefined) return;
  if (isWithoutWay(network, link, traveller, remote)) refuse(HOST_UNREACHABLE[6]);
  else if (!dropNested(network, traveller, link, iif)) {
    if (hasHeardOfError(network, traveller.namespace, link)) {
      refuse(HOST_UNREACHABLE[traveller.packet.dst.family]);
    }
    wrap(network, { namespace: traveller.namespace, index: link.index }, traveller, { remote });
  }
};

/** Whether the sender of a packet that sets out is to hear of an error about an earlier one: of each once. Source: `ip_tunnel_xmit`. */
function hasHeardOfError(network: Network, name: string, { index }: Link): boolean {
  const namespace = network.namespace(name);
  const { traffic } = namespace;
  const count = traffic.tunnelErrors.get(index, 0);
  if (count === 0) return false;
  const left = traffic.set('tunnelErrors', traffic.tunnelErrors.set(index, count - 1));
  network.replace(name, withTraffic(namespace, left));
  return true;
}

/** Only who sends IPv6 by sit hears that there is no way to the far end. Source: `ipip6_tunnel_xmit`. */
function isWithoutWay(
  { machine }: Network,
  link: Link,
  { packet: { dst, length } }: Traveller,
  remote: Address,
): boolean {
  const tunnel = dst.family === 6 ? tunnelOf(link) : undefined;
  const birth = tunnel && machine.namespaces.get(tunnel.birthNamespace);
  if (tunnel?.type !== 'sit' || birth === undefined) return false;
  if (tunnel.carries !== 0 && tunnel.carries !== PROTOCOL.ipv6) return false;
  if (length > link.mtuBytes) return false;
  const { local, fwmark, tos } = tunnel;
  const { error, type } = queryRoute(birth, {
    ...(isUnspecified(local) ? {} : { src: local }),
    dst: remote,
    oif: link.lower?.index ?? 0,
    mark: fwmark,
    tos: tos === 1 ? 0 : tos & ~ECN,
    protocol: PROTOCOL.ipv6,
  });
  return error !== undefined || (type !== 'unicast' && type !== 'local');
}

/** What a tunnel sends a packet with. */
interface Wrapping {
  readonly remote: Address;
  /** Left out for a packet without one. */
  readonly frame?: FrameHeader;
}

/** An Ethernet tunnel does so with a whole frame. Source: `gre_tap_xmit`. */
export function wrap(
  network: Network,
  by: LinkPlace,
  traveller: Traveller,
  { remote, frame }: Wrapping,
): void {
  const link = existingLink(network.namespace(by.namespace), by.index);
  const { packet } = traveller;
  const tunnel = tunnelOf(link);
  if (tunnel === undefined || isUnspecified(remote)) return;
  const { birthNamespace, local, fwmark } = tunnel;
  const protocol = protocolFor(tunnel.type, packet.dst.family, tunnel.carries);
  const birth = network.machine.namespaces.get(birthNamespace);
  if (protocol === undefined || birth === undefined || packet.length > link.mtuBytes) return;
  const below = link.lower === undefined ? undefined : linkByIndex(birth, link.lower.index);
  if (link.lower !== undefined && below === undefined) return;
  const isHere = traveller.namespace === birthNamespace;
  const kept = keptSocket(traveller, isHere);
  const inherited = innermost(traveller).packet;
  network.enter({
    namespace: birthNamespace,
    packet: makePacket({
      ...(isUnspecified(local) ? {} : { src: local }),
      dst: remote,
      protocol,
      mark: isHere ? packet.mark : 0,
      tos: outerTos(tunnel.tos, inherited.tos),
      ttl: tunnel.ttl === 0 ? inherited.ttl : tunnel.ttl,
      oif: below?.name,
      length: packet.length + frameBytes(frame) + tunnelHeaderBytes(tunnel.type, tunnel),
      ...keptOwner(kept, packet),
    }),
    cause: 'tunnel',
    number: undefined,
    path: 'tunnel',
    lookupMark: fwmark,
    ...kept,
    ...(isHere ? { through: link.index } : {}),
    inner: traveller,
    nested: nestedIn(traveller),
    wrapped: {
      by,
      kind: tunnel.type,
      key: tunnel.outputKey,
      ...(frame === undefined ? {} : { frame }),
    },
  });
}

/** Bytes of the header of a frame. */
export function frameBytes(frame: FrameHeader | undefined): number {
  return frame === undefined ? 0 : 14 + 4 * frame.tags.length;
}

/**
 * A packet whose checksum its socket leaves to the device keeps its header as the inner one when it is put into a second other: the device then
 * works out the checksum. Source: `iptunnel_handle_offloads`, `validate_xmit_skb`.
 */
function innermost(traveller: Traveller): Traveller {
  const { inner, wrapped, socketless } = traveller;
  if (inner === undefined || wrapped === undefined || socketless === true) return traveller;
  return inner.inner === undefined && leavesChecksum(inner) ? inner : traveller;
}

/** The protocol of the outer packet; undefined when the tunnel doesn't carry the inner one. */
function protocolFor(kind: TunnelKind, family: 4 | 6, carries: number): number | undefined {
  if (kind === 'gre' || kind === 'gretap') return outerProtocol(kind);
  const inner = family === 4 ? PROTOCOL.ipip : PROTOCOL.ipv6;
  // What is of IPv4 sit sends in any case, and only who takes it looks at that. Source: `sit_tunnel_xmit__`.
  if (carries !== 0 && carries !== inner && (kind !== 'sit' || family === 6)) return undefined;
  return kind === 'sit' || inner === PROTOCOL.ipip ? inner : undefined;
}

/** The TOS of the outer packet keeps the mark of congestion of the inner one, as far as it can. Source: `ip_tunnel_ecn_encap`. */
export function outerTos(tos: number, inner: number): number {
  const congestion = (inner & ECN) === ECN ? ECT_0 : inner & ECN;
  return ((tos === 1 ? inner : tos) & ~ECN) | congestion;
}

const ECN = 3;
const ECT_0 = 2;
