import type { Packet } from '../../packet/packet.js';
import { peerOf } from '../../namespace/wireguard/allowed-ips.js';
import { wireguardOf } from '../../namespace/wireguard/wireguard-of.js';
import { hasSession, ownKey } from '../sealed.js';
import { outerTos } from './tunnel.js';
import { keptOwner, keptSocket } from './kept-socket.js';
import { HANDSHAKE, sealedFor } from './sealed-for.js';
import type { Traveller } from '../traveller.js';
import type { HandOver } from '../network.js';

/**
 * A WireGuard device puts a packet into one of its own, for the peer to which its destination belongs, and sends that from the namespace in
 * which the device was made: with the device's mark, not the packet's, and for the same socket. Without a session it begins a handshake, and
 * the packet waits; one that is under way already is not begun again. Source: `wg_xmit`, `wg_packet_send_handshake_initiation`,
 * `send4`, `send6`.
 */
export const handToWireguard: HandOver = (network, { link, traveller, iif }) => {
  const { packet } = traveller;
  const wireguard = wireguardOf(link);
  const peer = wireguard && peerOf(wireguard, packet.dst);
  if (wireguard === undefined || peer === undefined) return;
  if (packet.length > link.mtuBytes) return;
  const isData = hasSession(network.machine, ownKey(wireguard), peer.publicKey);
  if (!isData && begins(traveller, peer.publicKey)) return;
  const kept = keptSocket(traveller, isData && iif === null);
  const content = isData
    ? { kind: 'data' as const, tos: outerTos(0, packet.tos), bytes: sealedLength(packet) }
    : HANDSHAKE;
  const device = { namespace: traveller.namespace, link, wireguard };
  const owner = keptOwner(kept, packet);
  const outer = sealedFor(network, device, peer, { ...content, owner });
  if (outer === undefined) return;
  const isHere = traveller.namespace === outer.namespace;
  network.enter({
    ...outer,
    ...kept,
    ...(isHere ? { through: link.index } : {}),
    inner: traveller,
  });
};

/** Whether a handshake with a peer is what made this packet. */
function begins({ sealed, inner }: Traveller, to: string): boolean {
  if (sealed?.kind === 'initiation' && sealed.to === to) return true;
  return inner !== undefined && begins(inner, to);
}

/** The packet is filled up to blocks of 16 bytes, with 32 more for its header and its seal. Source: `calculate_skb_padding`. */
function sealedLength({ length }: Packet): number {
  return Math.ceil(length / 16) * 16 + 32;
}
