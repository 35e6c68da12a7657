import type { ErrnoName } from '../errno.js';
import type { Missing } from '../machine/missing.js';
import type { CopyFate, IcmpError } from '../program/ending.js';

/**
 * A packet's fate, as plain data that can be printed as JSON: `kind` says which.
 *
 * Addresses, header fields and the mark are as the packet leaves POSTROUTING (`transmit`), or INPUT (`deliver`), or as they were where
 * its path ended. Whatever doesn't apply is null, never absent, but for `missing`.
 */
export type Outcome = Transmit | Deliver | Drop | Failure;

/** What every fate states. */
export interface OutcomeFields {
  /** Name of the output device (`transmit`, and later ends), or of the device of arrival (`deliver`); null when no route was found. */
  readonly dev: string | null;
  /** Address of the next hop; null when the destination itself is on the link. */
  readonly gateway: string | null;
  /** Link-layer address of the next hop, or the state of its neighbour entry: `none` when there is none, and it would be resolved, `unaskable` when IPv6 has no address to ask from. Null on a device without neighbours. */
  readonly neighbour: string | null;
  /** Source address; null when none was selected yet. */
  readonly src: string | null;
  readonly dst: string;
  /** Source port; null for protocols without ports. */
  readonly sport: number | null;
  /** Destination port; null for protocols without ports. */
  readonly dport: number | null;
  readonly mark: number;
  readonly tos: number;
  readonly ttl: number;
  /** Name of the routing table that decided, as `ip route show table` takes it; null when none did. */
  readonly table: string | null;
  /** Priority of the `ip rule` that decided; null when none did. */
  readonly rule: number | null;
  /** The route that decided, as `ip route` prints it, without trailing blank; null when none did. */
  readonly route: string | null;
  /**
   * What the call of the local sender fails with: that of UDP and of raw sockets at once, a TCP `connect` when an answer refuses it; null when it
   * succeeds, when a connect waits in vain, or when there is no local sender.
   */
  readonly errno: ErrnoName | null;
  /** Where the path ended early: `mangle OUTPUT rule 3`, `route lookup (reroute)`; null for `transmit` and `deliver`. */
  readonly at: string | null;
  /** The ICMP error that goes back to the sender, local ones included; null when none does. */
  readonly icmp: IcmpError | null;
  /** What became of the copy that the sender of a broadcast, or of a packet to a group that it is in, gets itself; null when there is none. */
  readonly copy: CopyFate | null;
  /** What the host lacks, so that the fate on Linux may be another; absent when it lacks nothing. */
  readonly missing?: readonly Missing[];
}

/** The packet is handed to the neighbour layer of a device. */
export interface Transmit extends OutcomeFields {
  readonly kind: 'transmit';
  readonly dev: string;
}

/** The packet reaches the local sockets. */
export interface Deliver extends OutcomeFields {
  readonly kind: 'deliver';
  readonly dev: string;
}

/** The packet is discarded. */
export interface Drop extends OutcomeFields {
  readonly kind: 'drop';
  readonly at: string;
}

/** The local sender's call fails for want of a route. */
export interface Failure extends OutcomeFields {
  readonly kind: 'error';
  readonly errno: ErrnoName;
  readonly at: string;
}
