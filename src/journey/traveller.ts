import type { Address } from '../address/address.js';
import type { Origin } from '../evaluate/send-packet.js';
import type { BridgeEntry } from '../namespace/link-kind/bridge.js';
import type { OverlayKind } from '../namespace/link-kind/overlay.js';
import type { TunnelKind } from '../namespace/link-kind/tunnel.js';
import type { Link, LinkPlace } from '../namespace/link.js';
import type { Packet } from '../packet/packet.js';
import type { FrameHeader } from './ethernet/move.js';
import type { Cause } from './hop.js';
import type { Sealed } from './sealed.js';

/** A frame that a bridge is to send on. */
export interface Bridged {
  readonly bridge: LinkPlace;
  /** The port by which it came. */
  readonly port: Link;
  readonly header: FrameHeader;
  /** The bridge's own device has sent it, since its next hop was not known. */
  readonly resent?: true;
  /** How this copy of it leaves, on the path `bridge-on`. */
  readonly out?: Sending;
}

/** How a bridge sends a frame by one of its ports. */
export interface Sending {
  readonly port: Link;
  /** The entry by which it goes, where one was given. */
  readonly entry: BridgeEntry['state'] | undefined;
}

/** A packet on its journey, where it enters a namespace: with an `iif` it arrives there, else it is made there. */
export interface Traveller extends Origin {
  /** Name of the namespace. */
  readonly namespace: string;
  readonly packet: Packet;
  readonly cause: Cause;
  /** Which packet goes on here; undefined for one that begins. */
  readonly number: number | undefined;
  /** A bridge has it in a frame for somebody else. */
  readonly bridged?: Bridged;
  /** The better next hop that it reports, an ICMP redirect. */
  readonly betterNexthop?: Address;
  /** The packet within it, of a tunnel. */
  readonly inner?: Traveller;
  /** The packet of a tunnel that it reports, an ICMP error. */
  readonly lost?: Traveller;
  /** By what kind of tunnel, and with which key or VNI, the packet within was wrapped; in which frame, where the tunnel is one of Ethernet. */
  readonly wrapped?: {
    /** The device that has done it. */
    readonly by: LinkPlace;
    readonly kind: TunnelKind | OverlayKind | 'ip6tnl';
    readonly key: number | undefined;
    readonly frame?: FrameHeader;
  };
  /** How many devices are handing it on one within the other, tunnels and VRFs: those of a packet that has come in are none. */
  readonly nested?: number;
  /** What the packet is to WireGuard devices; absent for one that is none of theirs. */
  readonly sealed?: Sealed;
}
