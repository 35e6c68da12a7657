import type { Machine } from '../machine/machine.js';
import type { Link } from '../namespace/link.js';
import { wireguardOf } from '../namespace/wireguard/wireguard-of.js';
import type { Wireguard } from '../namespace/wireguard/wireguard.js';
import { publicKeyOf } from '../namespace/wireguard/x25519.js';

/** What a WireGuard packet is: of which peer, for which, and what is in it. */
export interface Sealed {
  /** Public key of the device that made it. */
  readonly from: string | undefined;
  /** Public key of the device that can open it. */
  readonly to: string;
  /** A packet, or the beginning of a handshake, which is all that leaves as long as nobody answers it. */
  readonly kind: 'data' | 'initiation';
}

/** A WireGuard device of a machine. */
export interface WireguardDevice {
  /** Name of the namespace that it is in. */
  readonly namespace: string;
  readonly link: Link;
  readonly wireguard: Wireguard;
}

/** The WireGuard devices of all namespaces that are up: only they have sockets. */
export function openDevices({ namespaces }: Machine): readonly WireguardDevice[] {
  return [...namespaces].flatMap(([namespace, { links }]) =>
    links.toArray().flatMap((link) => {
      const wireguard = link.up ? wireguardOf(link) : undefined;
      return wireguard === undefined ? [] : [{ namespace, link, wireguard }];
    }),
  );
}

/** The public key of a device; undefined when it has no key. */
export function ownKey({ privateKey }: Wireguard): string | undefined {
  return privateKey === undefined ? undefined : publicKeyOf(privateKey);
}

/** Whether two devices of the machine know each other as peers: then a session between them is taken to be there. */
export function hasSession(machine: Machine, from: string | undefined, to: string): boolean {
  if (from === undefined) return false;
  return openDevices(machine).some(
    ({ wireguard }) =>
      ownKey(wireguard) === to && wireguard.peers.some(({ publicKey }) => publicKey === from),
  );
}
