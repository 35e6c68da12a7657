import type { ObjectKind } from '../object-kind.js';
import type { Predicate } from '../../../predicate/predicate.js';
import type { MatchScope } from '../../extension/extension.js';
import type { TuplePosition } from '../../extension/option/connection-tuple.js';
import type { NftObject } from '../object/nft-object.js';
import type { NftSet } from '../set/nft-set.js';

/** Which transport header packets have, where a statement reads bits of it. */
export type Transport = 'tcp' | 'ported' | 'icmp' | 'other';

/** A device as rules see it. */
export interface SeenDevice {
  readonly index: number;
  readonly name: string;
  readonly group: number;
  /** Its ARPHRD_ number. */
  readonly type: number;
  /** The name that the kernel has for its kind; undefined when no driver of its own makes it. */
  readonly kind: string | undefined;
}

/** What the meaning of a rule of nft depends on besides the rule and the packet. */
export interface NftScope extends MatchScope {
  readonly devices: readonly SeenDevice[];
  /** Holds when the lookup of an address has found a prefix that begins with it, without a gateway. */
  isPrefixStart(address: 'src' | 'dst'): Predicate;
  /** What this host sends has flow labels of its own. */
  readonly labels: boolean;
  /** How the packet stands to its connection, where the tuples of that have been asked for; `unknown` where it isn't known. */
  readonly position?: TuplePosition | 'unknown';
  /** Which transport header the packet has, where bits of it have been asked for. */
  readonly transport?: Transport;
  /** Rules of its table have packets change the set of that name. */
  isChangedByPackets(name: string): boolean;
  /** Under which name what packets make of a set of the table is kept. */
  keptName(name: string): string;
  /** The set of the rule's table of that name; undefined when there is none. */
  findSet(name: string): NftSet | undefined;
  /** The object of the rule's table of that kind and name; undefined when there is none. */
  findObject(kind: ObjectKind, name: string): NftObject | undefined;
}
