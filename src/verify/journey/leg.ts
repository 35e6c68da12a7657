import type { Address } from '../../address/address.js';
import type { Family } from '../../address/family.js';
import type { Sealed } from '../../journey/sealed.js';
import type { Bridged, Traveller } from '../../journey/traveller.js';
import type { LinkPlace } from '../../namespace/link.js';
import type { PathKind } from '../../path/lower-namespace.js';
import type { Node } from '../engine/diagram.js';
import type { Registers } from '../packets/packet-space.js';
import type { Choice } from '../fate/met-choices.js';
import type { Roamed } from './roamed.js';

/** What a tunnel's packet has in it. */
export interface Within {
  readonly family: Family;
  /** The packet within, as it was handed to the tunnel. */
  readonly registers: Registers;
  /** By which WireGuard device it was sealed, and for which; undefined for what another tunnel has wrapped. */
  readonly sealed?: Sealed | undefined;
  /** How another tunnel has wrapped it. */
  readonly wrapped?: Traveller['wrapped'];
  /** What the packet within is called as a packet of its own: see {@link Leg.packet}. */
  readonly packet: string;
  /** What that one has in it. */
  readonly within: Within | undefined;
}

/** All packets that enter one namespace in one way, as functions of the packets that set out. */
export interface Leg {
  readonly family: Family;
  readonly namespace: string;
  /** They arrive by a device; else they are made there. */
  readonly arrives: boolean;
  readonly path: PathKind;
  /** The packets that set out which come here. */
  readonly packets: Node;
  readonly registers: Registers;
  /** No socket made it. */
  readonly socketless: boolean;
  readonly bridged?: Bridged | undefined;
  /** Which packet it is: that which set out, or that of a tunnel: by the tunnels around it, outermost last. */
  readonly packet: string;
  readonly within: Within | undefined;
  /** Addresses that devices have learned on the way; undefined for the source of packets, whatever it is. */
  readonly learned: readonly Learned[];
  /** Where their frames have moved the entries of bridges. */
  readonly roamed: Roamed;
  /** Tunnels out of which it came: they know where their peers are from then on. */
  readonly opened: readonly LinkPlace[];
}

/** What a device has learned of a neighbour. */
export interface Learned {
  readonly place: LinkPlace;
  readonly address: Address | undefined;
  readonly lladdr: string;
}

/**
 * Where packets end.
 *
 * - `deliver`: local sockets have them
 * - `opened`: the far end of a tunnel has them, and takes out what is in them
 * - `drop`: they are discarded at a place
 * - `error`: they were never made
 * - `left`: they left by a device behind which nothing is simulated
 * - `waits`: they wait for a handshake that nobody answers
 */
export interface JourneyEnd {
  readonly kind: 'deliver' | 'opened' | 'drop' | 'error' | 'left' | 'waits';
  readonly family: Family;
  readonly namespace: string;
  /** The device by which they came there, were delivered, or left; null when there is none. */
  readonly dev: string | null;
  /** Where they are discarded, or failed; null for the others. */
  readonly at: string | null;
  readonly packets: Node;
  /** What they are then. */
  readonly registers: Registers;
  /** They are in the packet of a tunnel. */
  readonly wrapped: boolean;
}

/** Packets that are handed to a device, or sent by a port of a bridge. */
export interface Crossing {
  readonly namespace: string;
  readonly dev: string;
  readonly packets: Node;
  /** They are in an encrypted packet. */
  readonly sealed: boolean;
}

/** Packets that are not followed any further. */
export interface NotFollowed {
  readonly packets: Node;
  /** What is not followed: `vxlan device vx0`. */
  readonly what: string;
  /** The namespace in which it stays: it leaves by no device any more; undefined when it can get anywhere. */
  readonly stays?: string | undefined;
}

/** What becomes of packets, and of the packets in which they are put, in all namespaces. */
export interface Followed {
  readonly ends: readonly JourneyEnd[];
  readonly crossings: readonly Crossing[];
  readonly notFollowed: readonly NotFollowed[];
  readonly choices: readonly Choice[];
}
