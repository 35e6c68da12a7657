import { isUnspecified } from '../../address/address.js';
import { queryRoute } from '../../evaluate/query.js';
import { ip6TunnelHeaderBytes, ip6TunnelOf } from '../../namespace/link-kind/ip6tnl.js';
import { isOwnAddress } from '../../namespace/own-address.js';
import { makePacket } from '../../packet/make-packet.js';
import { PROTOCOL } from '../../packet/protocol.js';
import { HOST_UNREACHABLE } from '../host-unreachable.js';
import { farEndOf } from './far-end.js';
import { keptOwner, keptSocket } from './kept-socket.js';
import { dropNested, nestedIn } from './nested.js';
import { outerTos } from './tunnel.js';
import type { HandOver } from '../network.js';

/**
 * A tunnel over IPv6 puts a packet into one of its own for its far end, and sends that from the namespace in which the tunnel was made: with the packet's mark,
 * though the route is looked up with the tunnel's. Without a way to the far end, or without both ends, the sender has an ICMP error; `dev` does not bind it to the
 * device. Source: `ipxip6_tnl_xmit`, `ip6_tnl_xmit`, `ip6_tnl_xmit_ctl`.
 */
export const handToIp6Tunnel: HandOver = (network, handed, to) => {
  const { link, traveller, iif, refuse, nexthop } = handed;
  const { packet } = traveller;
  const tunnel = ip6TunnelOf(link);
  const birth = tunnel && network.machine.namespaces.get(tunnel.birthNamespace);
  if (tunnel === undefined || birth === undefined) return;
  const { birthNamespace, carries, local, hopLimit, trafficClass, fwmark } = tunnel;
  const protocol = packet.dst.family === 4 ? PROTOCOL.ipip : PROTOCOL.ipv6;
  if ((carries !== 0 && carries !== protocol) || packet.length > link.mtuBytes) return;
  const isHere = traveller.namespace === birthNamespace;
  const lookupMark = fwmark === 'inherit' ? packet.mark : fwmark;
  const remote = farEndOf(link, { dst: packet.dst, nexthop, to });
  const hasEnds = !isUnspecified(local) && remote !== undefined && isOwnAddress(birth, local);
  const isPast = hasEnds && (tunnel.allowsLocalRemote || !isOwnAddress(birth, remote));
  const tos = trafficClass === 'inherit' ? INHERIT : trafficClass;
  const route = isPast
    ? queryRoute(birth, { src: local, dst: remote, mark: lookupMark, protocol, tos: tos & DSCP })
    : undefined;
  if (remote === undefined || route === undefined || route.error !== undefined) {
    refuse(HOST_UNREACHABLE[packet.dst.family]);
    return;
  }
  if (isHere && route.dev === link.index) return;
  if (dropNested(network, traveller, link, iif)) return;
  const kept = keptSocket(traveller, isHere);
  network.enter({
    namespace: birthNamespace,
    packet: makePacket({
      src: local,
      dst: remote,
      protocol,
      mark: isHere ? packet.mark : 0,
      tos: outerTos(tos, packet.tos),
      ttl: hopLimit === 0 ? packet.ttl : hopLimit,
      length: packet.length + ip6TunnelHeaderBytes(tunnel),
      ...keptOwner(kept, packet),
    }),
    cause: 'tunnel',
    number: undefined,
    path: 'tunnel',
    lookupMark,
    ...kept,
    ...(isHere ? { through: link.index } : {}),
    inner: traveller,
    nested: nestedIn(traveller),
    wrapped: {
      by: { namespace: traveller.namespace, index: link.index },
      kind: 'ip6tnl',
      key: undefined,
    },
  });
};

const INHERIT = 1;
const DSCP = 0xfc;
