import type { Address } from '../../address/address.js';
import type { Prefix } from '../../address/prefix.js';

/** Where the packets of a peer are sent to: its address, and its UDP port. */
export interface WireguardEndpoint {
  readonly address: Address;
  readonly port: number;
  /** ifindex of the device that an IPv6 link-local address is meant on; 0 for none. */
  readonly scope: number;
}

/** Where a peer has been heard: at which address of the host, by which device. */
export interface WireguardHearing {
  readonly address: Address;
  readonly ifindex: number;
}

/** One peer of a WireGuard device. */
export interface WireguardPeer {
  /** In base64. */
  readonly publicKey: string;
  /** In base64; undefined for none. */
  readonly presharedKey: string | undefined;
  /** Undefined until it is given, or the peer is heard of. */
  readonly endpoint: WireguardEndpoint | undefined;
  /**
   * What it is sent has this address as its source; undefined while that is left to the route. Source: `src4`, `src6` and `src_if4` of `struct endpoint`.
   */
  readonly heardAt?: WireguardHearing | undefined;
  /** Seconds from one keepalive to the next; 0 for none. */
  readonly persistentKeepalive: number;
  /** Inner addresses that are the peer's, in the order in which it got them; each prefix is one peer's only. */
  readonly allowedIps: readonly Prefix[];
}

/** The configuration of a WireGuard device. */
export interface Wireguard {
  /** In base64, with the bits that a key must have; undefined for none. */
  readonly privateKey: string | undefined;
  /** UDP port of its sockets; 0 until one is given or a socket is bound to a free one. */
  readonly listenPort: number;
  /** Mark of the packets that it sends; 0 for none. */
  readonly fwmark: number;
  /** In the order in which they came. */
  readonly peers: readonly WireguardPeer[];
  /** Name of the namespace in which the device was made: there its sockets stay, wherever the device is moved. Undefined when that is gone: it has none. Source: `wg_newlink`, `wg_netns_pre_exit`. */
  readonly birthNamespace: string | undefined;
}

/** A WireGuard device as it is when new: no key, no peer. */
export function newWireguard(birthNamespace: string): Wireguard {
  return { privateKey: undefined, listenPort: 0, fwmark: 0, peers: [], birthNamespace };
}
