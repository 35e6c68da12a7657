import { queryRoute } from '../../evaluate/query.js';
import { linkByIndex, withLink, type Namespace } from '../../namespace/namespace.js';
import { isOwnAddress } from '../../namespace/own-address.js';
import type { WireguardHearing, WireguardPeer } from '../../namespace/wireguard/wireguard.js';
import type { Packet } from '../../packet/packet.js';
import { PROTOCOL } from '../../packet/protocol.js';
import type { Network } from '../network.js';
import type { WireguardDevice } from '../sealed.js';

/** What a route is looked up with, beside the peer's endpoint and the device's mark. */
type From = Partial<Pick<Packet, 'src' | 'oif'>>;

/**
 * From where a peer is sent to: the address at which it was heard last, as long as the host has that and, in IPv4, as long as the route from there leaves by the
 * device by which it was heard. Else that is forgotten and the route has the say; but by no other device than that of the route which was wrong, since the flow
 * that is looked up again has been bound to it. Source: `send4`, `send6`, `ip_route_output_key_hash_rcu`.
 */
export function sourceFor(network: Network, device: WireguardDevice, peer: WireguardPeer): From {
  const { heardAt } = peer;
  const { birthNamespace } = device.wireguard;
  if (heardAt === undefined || birthNamespace === undefined) return {};
  const birth = network.namespace(birthNamespace);
  const from = isOwnAddress(birth, heardAt.address)
    ? routedFrom(birth, device, { ...peer, heardAt })
    : {};
  if (from.src === undefined) forget(network, device, peer);
  return from;
}

function routedFrom(
  birth: Namespace,
  { wireguard: { fwmark, listenPort } }: WireguardDevice,
  { endpoint, heardAt }: WireguardPeer & { readonly heardAt: WireguardHearing },
): From {
  const { address: src, ifindex } = heardAt;
  if (src.family === 6 || endpoint === undefined) return { src };
  const { error, dev } = queryRoute(birth, {
    src,
    dst: endpoint.address,
    mark: fwmark,
    protocol: PROTOCOL.udp,
    sport: listenPort,
    dport: endpoint.port,
  });
  if (error !== undefined) return error === 'EINVAL' ? {} : { src };
  return dev === ifindex ? { src } : { oif: linkByIndex(birth, dev)?.name };
}

function forget(
  network: Network,
  { namespace, link, wireguard }: WireguardDevice,
  peer: WireguardPeer,
): void {
  const peers = wireguard.peers.map((one) => (one === peer ? { ...one, heardAt: undefined } : one));
  const settings = { kind: 'wireguard', ...wireguard, peers } as const;
  network.replace(namespace, withLink(network.namespace(namespace), { ...link, settings }));
}
