import { isUnspecified, sameAddress, type Address } from '../../address/address.js';
import { isFallback } from '../../machine/tunnel-devices.js';
import { ip6TunnelOf, type Ip6TunnelSettings } from '../../namespace/link-kind/ip6tnl.js';
import type { Link } from '../../namespace/link.js';
import { PROTOCOL } from '../../packet/protocol.js';
import { atPlace } from '../at-place.js';
import type { Ended } from '../ended.js';
import type { Network } from '../network.js';

interface Taker {
  readonly namespace: string;
  readonly link: Link;
  readonly tunnel: Ip6TunnelSettings;
  readonly rank: number;
}

/**
 * Takes an outer packet for the tunnels over IPv6 of a namespace; false when the module isn't there. The packet within comes in by the tunnel of those ends, with the
 * outer one's mark. Source: `ipxip6_rcv`, `ip6_tnl_lookup`, `__ip6_tnl_rcv`.
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
  const taker = findTaker(network, ended);
  if (taker === undefined) return true;
  const { namespace, link, tunnel } = taker;
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

/** The tunnel with both ends before one with its own end alone, and that before one with the far end. */
function findTaker(
  { machine: { namespaces } }: Network,
  { traveller: { namespace: birth }, packet: { src, dst } }: Ended,
): Taker | undefined {
  const takers = [...namespaces].flatMap(([namespace, { links }]) =>
    links.toArray().flatMap((link): readonly Taker[] => {
      const tunnel = link.up ? ip6TunnelOf(link) : undefined;
      if (tunnel?.birthNamespace !== birth) return [];
      const rank = 2 * rankOf(tunnel.local, dst) + rankOf(tunnel.remote, src);
      return Number.isNaN(rank) ? [] : [{ namespace, link, tunnel, rank }];
    }),
  );
  return takers.toSorted((a, b) => b.rank - a.rank)[0];
}

/** 1 for that very address, 0 for any, NaN for another one. */
function rankOf(end: Address, address: Address | undefined): number {
  if (isUnspecified(end)) return 0;
  return address !== undefined && sameAddress(end, address) ? 1 : Number.NaN;
}
