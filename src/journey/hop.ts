import type { BridgeEntry } from '../namespace/link-kind/bridge.js';
import type { IcmpError } from '../program/ending.js';

/**
 * Why a packet exists.
 *
 * - `sent`: what was asked for
 * - `reply`: it answers another: SYN,ACK and the ACK to it, a reset, an echo reply, a datagram of a socket that answers
 * - `icmp-error`: it reports what became of another, or a better way (redirect)
 * - `copy`: the sender's copy of one to many hosts
 * - `tunnel`: a tunnel wrapped another into this one, or took it out of one
 */
export type Cause = 'sent' | 'reply' | 'icmp-error' | 'copy' | 'tunnel';

/** What every part of a journey has. */
export interface HopFields {
  /** Number of the packet: 0 is the one that was sent, and each that comes of it has the next, in the order in which they began. */
  readonly packet: number;
  readonly cause: Cause;
  /** Name of the namespace; null for the machine's first one. */
  readonly ns: string | null;
  /** Device by which it came into the namespace; null when it was made there. */
  readonly iif: string | null;
  /** It is the packet of a WireGuard device, or is around one, so that nobody on the way can read what was sent; absent when it isn't. */
  readonly encrypted?: true;
}

/** The header and mark of a packet at that moment. Ports are those of protocols with ports, type and code those of ICMP. */
export interface HopHeader {
  readonly src: string;
  readonly dst: string;
  /** Its name, or its number when it has none. */
  readonly protocol: string | number;
  readonly sport?: number;
  readonly dport?: number;
  /** In letters: `SA`. */
  readonly tcpFlags?: string;
  readonly icmpType?: number;
  readonly icmpCode?: number;
  readonly ttl: number;
  readonly tos: number;
  readonly mark: number;
}

/**
 * One thing that happens to a packet on its journey.
 *
 * - `transmit`: the IP layer hands it to the device `dev`, for the next hop `gateway`, or the destination itself when that is null
 * - `bridge`: a bridge sends the frame by its port `dev`
 * - `deliver`: it reaches the local sockets
 * - `drop`: it ends here, at a place such as `filter FORWARD rule 3`
 */
export type Hop = HopFields &
  (
    | ({
        readonly kind: 'transmit';
        readonly dev: string;
        readonly gateway: string | null;
        /** Where the device itself lost it: `AllowedIPs`; absent when it took it on. */
        readonly at?: string;
      } & HopHeader)
    | ({
        readonly kind: 'bridge';
        readonly dev: string;
        /** The kind of the entry of `bridge fdb` by which it goes; absent where none was given for its address. */
        readonly entry?: BridgeEntry['state'];
      } & HopHeader)
    | ({ readonly kind: 'deliver'; readonly dev: string } & HopHeader)
    | {
        readonly kind: 'drop';
        readonly at: string;
        /** The kernel's name for it, of `enum skb_drop_reason`; absent where it has none of its own. */
        readonly reason?: string;
        /** The ICMP error that reports it; absent when none does. */
        readonly icmp?: IcmpError;
      }
  );

/** Reports whether a packet ends at a hop: dropped, or lost by the device that it was handed to. */
export function isLost(hop: Hop): hop is Hop & { readonly at: string } {
  return hop.kind === 'drop' || (hop.kind === 'transmit' && hop.at !== undefined);
}
