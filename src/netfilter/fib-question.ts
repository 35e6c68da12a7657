import type { Predicate } from '../predicate/predicate.js';

/** What a rule asks the routing tables. */
export interface FibQuestion {
  /** The address of the packet to which a way is looked for; the other one is where it begins. */
  readonly address: 'src' | 'dst';
  /** The packet's mark counts. */
  readonly mark: boolean;
  /** The packet's protocol counts; its ports never do. */
  readonly protocol: boolean;
  /** A way can begin at an IPv6 group. */
  readonly fromGroups: boolean;
  /** The device over which the way must lead; any if undefined. */
  readonly device: 'indev' | 'outdev' | undefined;
  /** Of the IPv6 routes of a prefix those over that device come first, whatever their metric. */
  readonly deviceFirst: boolean;
  /** Packets for which nothing is looked up: the kernel knows the answer. */
  readonly spared: Predicate;
}

/** What a lookup can have found: a way that leaves this host, one by a route of type unicast, or this host itself. */
export type FibFound = 'way' | 'unicast' | 'local';
