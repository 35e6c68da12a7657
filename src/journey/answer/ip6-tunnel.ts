import { isFallback } from '../../machine/tunnel-devices.js';
import { ip6TunnelOf } from '../../namespace/link-kind/ip6tnl.js';
import { PROTOCOL } from '../../packet/protocol.js';
import { atPlace } from '../at-place.js';
import type { Ended } from '../ended.js';
import type { Network } from '../network.js';
import { findTaker } from './find-taker.js';

/**
 * Takes an outer packet for the tunnels over IPv6 of a namespace; false when the module isn't there. The packet within comes in by the tunnel of those ends, with the
 * outer one's mark. Source: `ipxip6_rcv`, `__ip6_tnl_rcv`.
 */
export function receiveIp6Tunnelled(network: Network, ended: Ended): boolean {
  const { traveller, packet } = ended;
  const { protocol } = packet;
  if (packet.dst.family !== 6) return false;
  if (protocol !== PROTOCOL.ipip && protocol !== PROTOCOL.ipv6) return false;
  const { links } = network.namespace(traveller.namespace);
  if (!links.some((link) => link.kind === 'ip6tnl' && isFallback(link))) return false;
  const { inner, wrapped } = traveller;
  if (inner === undefined || wrapped?.kind !== 'ip6tnl') return true;
  const taker = findTaker(network, ended, 'ip6tnl');
  const tunnel = taker && ip6TunnelOf(taker.link);
  if (taker === undefined || tunnel === undefined) return true;
  const { namespace, link } = taker;
  if (tunnel.carries !== 0 && tunnel.carries !== protocol) return true;
  const isHere = namespace === traveller.namespace;
  network.enter({
    ...atPlace(inner, namespace),
    packet: {
      ...inner.packet,
      iif: link.name,
      mark: isHere ? packet.mark : 0,
      tos: tunnel.inheritsDscp ? (packet.tos & ~ECN) | (inner.packet.tos & ECN) : inner.packet.tos,
      oif: undefined,
      uid: 0,
      gid: 0,
    },
    cause: 'tunnel',
    number: undefined,
  });
  return true;
}

const ECN = 3;
