import { makePacket } from '../../packet/make-packet.js';
import type { Packet } from '../../packet/packet.js';
import { PROTOCOL } from '../../packet/protocol.js';
import { peerOf } from '../../namespace/wireguard/allowed-ips.js';
import { wireguardOf } from '../../namespace/wireguard/wireguard-of.js';
import type { WireguardEndpoint } from '../../namespace/wireguard/wireguard.js';
import { hasSession, ownKey } from '../sealed.js';
import { outerTos } from './tunnel.js';
import { sourceFor } from './wireguard-source.js';
import { keptOwner, keptSocket } from './kept-socket.js';
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
  if (wireguard === undefined || peer?.endpoint === undefined) return;
  const { birthNamespace, listenPort, fwmark } = wireguard;
  if (birthNamespace === undefined) return;
  if (packet.length > link.mtuBytes) return;
  const from = ownKey(wireguard);
  const kind = hasSession(network.machine, from, peer.publicKey) ? 'data' : 'initiation';
  if (kind === 'initiation' && begins(traveller, peer.publicKey)) return;
  const isData = kind === 'data';
  const kept = keptSocket(traveller, isData && iif === null);
  const isHere = traveller.namespace === birthNamespace;
  const device = { namespace: traveller.namespace, link, wireguard };
  network.enter({
    namespace: birthNamespace,
    packet: makePacket({
      ...sourceFor(network, device, peer),
      ...placeOf(peer.endpoint),
      protocol: PROTOCOL.udp,
      sport: listenPort,
      mark: fwmark,
      tos: isData ? outerTos(0, packet.tos) : HANDSHAKE_TOS,
      length:
        HEADERS[peer.endpoint.address.family] + (isData ? sealedLength(packet) : HANDSHAKE_BYTES),
      ...keptOwner(kept, packet),
    }),
    cause: 'tunnel',
    number: undefined,
    path: 'outer',
    ...kept,
    ...(isHere ? { through: link.index } : {}),
    inner: traveller,
    sealed: { from, to: peer.publicKey, kind },
  });
};

/** Whether a handshake with a peer is what made this packet. */
function begins({ sealed, inner }: Traveller, to: string): boolean {
  if (sealed?.kind === 'initiation' && sealed.to === to) return true;
  return inner !== undefined && begins(inner, to);
}

function placeOf({ address, port }: WireguardEndpoint): Pick<Packet, 'dst' | 'dport'> {
  return { dst: address, dport: port };
}

/** Source: `HANDSHAKE_DSCP`. */
const HANDSHAKE_TOS = 0x88;
/** Bytes of a header of IP and one of UDP. */
const HEADERS = { 4: 28, 6: 48 } as const;
/** Source: `struct message_handshake_initiation`. */
const HANDSHAKE_BYTES = 148;

/** The packet is filled up to blocks of 16 bytes, with 32 more for its header and its seal. Source: `calculate_skb_padding`. */
function sealedLength({ length }: Packet): number {
  return Math.ceil(length / 16) * 16 + 32;
}
