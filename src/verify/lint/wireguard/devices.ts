import type { Link } from '../../../namespace/link.js';
import { wireguardOf } from '../../../namespace/wireguard/wireguard-of.js';
import type {
  Wireguard,
  WireguardEndpoint,
  WireguardPeer,
} from '../../../namespace/wireguard/wireguard.js';
import type { Facts } from '../facts.js';

/** A WireGuard device that is up and whose sockets are in the namespace that is looked at. */
export interface Device {
  readonly link: Link;
  readonly wireguard: Wireguard;
}

/** The WireGuard devices of a host that are up. */
export function upDevices({ namespace, host }: Facts): readonly Device[] {
  return namespace.links.toArray().flatMap((link) => {
    const wireguard = link.up ? wireguardOf(link) : undefined;
    const isHere = wireguard?.birthNamespace === host.namespaceName;
    return wireguard === undefined || !isHere ? [] : [{ link, wireguard }];
  });
}

/** A peer of a device with an endpoint of a family. */
export interface Reached extends Device {
  readonly peer: WireguardPeer;
  readonly endpoint: WireguardEndpoint;
}

/** The peers that are sent to by packets of the family that is looked at. */
export function reachedPeers(facts: Facts): readonly Reached[] {
  return upDevices(facts).flatMap((device) =>
    device.wireguard.peers.flatMap((peer) => {
      const { endpoint } = peer;
      const isOurs = endpoint?.address.family === facts.family;
      return endpoint === undefined || !isOurs ? [] : [{ ...device, peer, endpoint }];
    }),
  );
}

/** A peer in a sentence: by the beginning of its key. */
export function sayPeer({ publicKey }: Pick<WireguardPeer, 'publicKey'>): string {
  return `peer ${publicKey.slice(0, 8)}…`;
}
