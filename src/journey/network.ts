import type { Address } from '../address/address.js';
import type { Following } from '../evaluate/connection-tracker.js';
import type { Machine } from '../machine/machine.js';
import type { Namespace } from '../namespace/namespace.js';
import type { Link } from '../namespace/link.js';
import type { IcmpError } from '../program/ending.js';
import type { Move } from './ethernet/move.js';
import type { Hop } from './hop.js';
import type { Traveller } from './traveller.js';

/**
 * What a device of a kind does with a packet that the IP layer has handed to it. The hop is noted already.
 *
 * @param to - link-layer address of the next hop; null on devices without them
 */
export type HandOver = (network: Network, handed: Handed, to: string | null) => void;

/** The machine under way, as what hands packets over, receives and answers them sees it. */
export interface Network {
  readonly machine: Machine;
  /** The namespace of that name. */
  namespace(name: string): Namespace;
  /** Puts a namespace in place of what it was: traffic leaves its traces. */
  replace(name: string, namespace: Namespace): void;
  /** Has a packet enter a namespace, after those that are under way. */
  enter(traveller: Traveller): void;
  /** Has a packet of this host set out at once: what is at hand goes on after it. */
  setOut(traveller: Traveller): void;
  /** Has a packet's frame go where it goes. */
  move(traveller: Traveller, moves: readonly Move[]): void;
  /** Notes what happens to a packet; its number is given here when it has none yet, and returned. */
  note(traveller: Traveller, hop: NewHop): number;
  /** Whether a host hears of a better next hop from a namespace now: once for all packets that are under way together. */
  redirects(namespace: string, host: Address): boolean;
}

/** A hop without what its traveller says itself. */
export type NewHop = Hop extends infer H
  ? H extends Hop
    ? Omit<H, 'packet' | 'cause' | 'ns'>
    : never
  : never;

/** A packet that has been handed to a device. */
export interface Handed {
  /** As it leaves, without `iif`. Its number is set. */
  readonly traveller: Traveller;
  readonly link: Link;
  /** Device by which it came into the namespace; null when it was made there. */
  readonly iif: string | null;
  /** Whom it is for on the link: the next hop's address. */
  readonly nexthop: Traveller['packet']['dst'];
  /** Number of the route's type: whether it is for one host, or many. */
  readonly routeType: number;
  /** Reports to the sender that the packet gets no further. */
  readonly refuse: (error: IcmpError) => void;
  /** How the packet is tracked, for who sends it on in the same namespace. */
  readonly following: () => Following | undefined;
}
