import type { Machine } from '../../machine/machine.js';
import { withLink } from '../../namespace/namespace.js';
import { peerOf } from '../../namespace/wireguard/allowed-ips.js';
import { PROTOCOL } from '../../packet/protocol.js';
import type { WireguardPeer } from '../../namespace/wireguard/wireguard.js';
import { atPlace } from '../at-place.js';
import type { Ended } from '../ended.js';
import type { Network } from '../network.js';
import { isHeardUnbound } from './heard.js';
import { openDevices, ownKey, type WireguardDevice } from '../sealed.js';

/**
 * Takes a datagram that has come to the port of a WireGuard device; false when there is none of that port, or its socket, which is bound to no device, does not hear
 * of it. Source: `wg_receive`, `wg_socket_init`.
 */
export function receiveSealed(network: Network, ended: Ended): boolean {
  const { traveller, packet } = ended;
  const device = deviceAt(network.machine, traveller.namespace, packet.dport);
  if (device === undefined) return false;
  if (!isHeardUnbound(network.namespace(traveller.namespace), ended, PROTOCOL.udp)) return false;
  const { sealed } = traveller;
  const peer = device.wireguard.peers.find(({ publicKey }) => publicKey === sealed?.from);
  if (peer !== undefined && sealed?.to === ownKey(device.wireguard)) {
    takeOut(network, ended, learned(network, ended, device, peer));
  }
  return true;
}

/** The device whose socket is bound to a port in a namespace. */
function deviceAt(machine: Machine, name: string, port: number): WireguardDevice | undefined {
  return openDevices(machine).find(
    ({ wireguard }) => wireguard.birthNamespace === name && wireguard.listenPort === port,
  );
}

/** The device, which knows from now on where the peer is. Source: `wg_socket_set_peer_endpoint_from_skb`. */
function learned(
  network: Network,
  { packet: { src, dst, sport = 0 }, registers }: Ended,
  { namespace, link, wireguard }: WireguardDevice,
  peer: WireguardPeer,
): WireguardDevice {
  if (src === undefined) return { namespace, link, wireguard };
  const heard = {
    endpoint: { address: src, port: sport, scope: 0 },
    heardAt: { address: dst, ifindex: registers.indev },
  };
  const peers = wireguard.peers.map((one) => (one === peer ? { ...one, ...heard } : one));
  const settings = { kind: 'wireguard', ...wireguard, peers } as const;
  const roamed = { ...link, settings };
  network.replace(namespace, withLink(network.namespace(namespace), roamed));
  return { namespace, link: roamed, wireguard: settings };
}

/**
 * The packet within comes in by the device, with nothing that the host had noted of the one around it; but only from an address of the
 * peer that sent it. Source: `wg_packet_consume_data_done`.
 */
function takeOut(
  network: Network,
  { traveller: { inner, sealed } }: Ended,
  { namespace, link, wireguard }: WireguardDevice,
): void {
  if (inner === undefined || sealed?.kind !== 'data') return;
  const { packet } = inner;
  const taken = { ...atPlace(inner, namespace), cause: 'tunnel', number: undefined } as const;
  const isPeers =
    packet.src !== undefined && peerOf(wireguard, packet.src)?.publicKey === sealed.from;
  if (!isPeers) {
    network.note(taken, { kind: 'drop', iif: link.name, at: 'AllowedIPs' });
    return;
  }
  network.enter({
    ...taken,
    packet: { ...packet, iif: link.name, mark: 0, oif: undefined, uid: 0, gid: 0 },
  });
}
