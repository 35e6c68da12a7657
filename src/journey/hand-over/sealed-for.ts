import { makePacket } from '../../packet/make-packet.js';
import type { Packet } from '../../packet/packet.js';
import { PROTOCOL } from '../../packet/protocol.js';
import type { WireguardPeer } from '../../namespace/wireguard/wireguard.js';
import type { Network } from '../network.js';
import { ownKey, type Sealed, type WireguardDevice } from '../sealed.js';
import type { Traveller } from '../traveller.js';
import { sourceFor } from './wireguard-source.js';

/** What a WireGuard device sends a peer. */
interface Content {
  readonly kind: Sealed['kind'];
  readonly tos: number;
  /** Of what is in the datagram. */
  readonly bytes: number;
  /** The owner of the socket for which it is sent. Absent: none. */
  readonly owner?: Partial<Pick<Packet, 'uid' | 'gid'>>;
}

/** Source: `HANDSHAKE_DSCP`, `struct message_handshake_initiation`. */
export const HANDSHAKE = { kind: 'initiation', tos: 0x88, bytes: 148 } as const;

/**
 * The packet that a WireGuard device sends a peer, from the namespace in which the device was made; undefined when it has no sockets, or doesn't know where the peer is.
 * Source: `send4`, `send6`.
 */
export function sealedFor(
  network: Network,
  device: WireguardDevice,
  peer: WireguardPeer,
  { kind, tos, bytes, owner = {} }: Content,
): Traveller | undefined {
  const { wireguard } = device;
  const { birthNamespace, listenPort, fwmark } = wireguard;
  const { endpoint } = peer;
  if (birthNamespace === undefined || endpoint === undefined) return undefined;
  return {
    namespace: birthNamespace,
    packet: makePacket({
      ...sourceFor(network, device, peer),
      dst: endpoint.address,
      dport: endpoint.port,
      protocol: PROTOCOL.udp,
      sport: listenPort,
      mark: fwmark,
      tos,
      length: HEADERS[endpoint.address.family] + bytes,
      ...owner,
    }),
    cause: 'tunnel',
    number: undefined,
    path: 'outer',
    socketless: true,
    sealed: { from: ownKey(wireguard), to: peer.publicKey, kind },
  };
}

/** Bytes of a header of IP and one of UDP. */
const HEADERS = { 4: 28, 6: 48 } as const;
