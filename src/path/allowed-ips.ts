import type { Family } from '../address/family.js';
import type { ErrnoName } from '../errno.js';
import { paintNetworks } from '../ipset/paint-networks.js';
import { wireguardOf } from '../namespace/wireguard/wireguard-of.js';
import type { Wireguard, WireguardPeer } from '../namespace/wireguard/wireguard.js';
import { ALWAYS, equals, NEVER, type Predicate } from '../predicate/predicate.js';
import type { IcmpError } from '../program/ending.js';
import type { StepId } from '../program/step.js';
import type { Lowering } from './lowering.js';
import { refuse } from './refuse.js';

/** Holds when the longest prefix that holds an address is that of a peer which qualifies. */
export function isOfPeer(
  { peers }: Wireguard,
  family: Family,
  field: 'src' | 'dst',
  qualifies: (peer: WireguardPeer) => boolean,
): Predicate {
  const networks = peers.flatMap((peer) => {
    const value = qualifies(peer) ? ALWAYS : NEVER;
    const own = peer.allowedIps.filter(({ address }) => address.family === family);
    return own.map((prefix) => ({ prefix, value }));
  });
  return paintNetworks(field, networks);
}

/** The WireGuard devices of a namespace. */
function wireguardDevices({ namespace: { links } }: Lowering) {
  return links.toArray().flatMap((link) => {
    const wireguard = wireguardOf(link);
    return wireguard === undefined ? [] : [{ index: link.index, wireguard }];
  });
}

/** Host or address unreachable: what a WireGuard device answers that has nobody to send to. Source: `wg_xmit`. */
export const UNREACHABLE: Readonly<Record<Family, IcmpError>> = {
  4: { type: 3, code: 1 },
  6: { type: 1, code: 3 },
};

/** Where a packet comes from that a WireGuard device is to send. */
export interface Sending {
  /** A local socket sent it: its call fails. */
  readonly isLocal: boolean;
}

/**
 * A WireGuard device sends a packet to the peer to which its destination belongs, if that one's endpoint is known. Source: `wg_xmit`.
 *
 * @param next - what follows for a packet that is sent, and for one that leaves by any other device
 */
export function lowerPeers(lowering: Lowering, next: StepId, { isLocal }: Sending): StepId {
  const { builder, family } = lowering;
  const refused = (kind: 'allowed-ips' | 'endpoint', errno: ErrnoName): StepId =>
    refuse(lowering, {
      at: { kind },
      errno: isLocal ? errno : undefined,
      answer: UNREACHABLE[family],
    });
  return wireguardDevices(lowering).reduce((others, { index, wireguard }) => {
    const reached = builder.check('endpoint', {
      when: isOfPeer(wireguard, family, 'dst', ({ endpoint }) => endpoint !== undefined),
      passes: next,
      fails: refused('endpoint', 'EDESTADDRREQ'),
    });
    const sent = builder.check('allowed-ips', {
      when: isOfPeer(wireguard, family, 'dst', () => true),
      passes: reached,
      fails: refused('allowed-ips', 'ENOKEY'),
    });
    return builder.test(equals('routeDev', index), sent, others);
  }, next);
}

/** What comes out of a WireGuard device has the address of a peer as its source. Source: `wg_packet_consume_data_done`. */
export function lowerFromPeers(lowering: Lowering, next: StepId): StepId {
  const { builder, family } = lowering;
  return wireguardDevices(lowering).reduce((others, { index, wireguard }) => {
    const received = builder.check('allowed-ips', {
      when: isOfPeer(wireguard, family, 'src', () => true),
      passes: next,
      fails: builder.drop({ kind: 'allowed-ips' }),
    });
    return builder.test(equals('iif', index), received, others);
  }, next);
}
