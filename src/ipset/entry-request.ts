import type { Address } from '../address/address.js';
import type { EntryMapping } from '../netfilter/set-lookup.js';
import type { EntryCounters, EntryDevice } from './entry.js';

/** One address, a network or, in IPv4, all addresses from one to another. */
export interface AddressSpan {
  readonly from: Address;
  /** The last address; undefined when no range is meant. */
  readonly to: Address | undefined;
  /** Length of the network as given; undefined when none is. */
  readonly length: number | undefined;
}

/** A port, or all from one to another, of a protocol; for ICMP `type << 8 | code`. */
export interface PortSpan {
  readonly protocol: number;
  readonly from: number;
  readonly to: number | undefined;
}

/** What a command gives an entry besides its parts; undefined what it leaves out. */
export interface RequestedExtras {
  readonly timeout: number | undefined;
  readonly comment: string | undefined;
  readonly counters: Partial<EntryCounters> | undefined;
  readonly mapping: EntryMapping | undefined;
}

/** What a command asks to add, delete or test: one entry, or all that its ranges stand for. */
export interface EntryRequest extends RequestedExtras {
  /** As many as the type has addresses or networks. */
  readonly spans: readonly AddressSpan[];
  readonly port: PortSpan | undefined;
  readonly device: EntryDevice | undefined;
  /** Six bytes as `02:00:00:00:00:01`. */
  readonly mac: string | undefined;
  readonly mark: number | undefined;
  readonly nomatch: boolean;
}

/** Why the kernel refuses a change of entries. Source: `enum ipset_errno`. */
export type EntryProblem =
  | 'exists'
  | 'missing'
  | 'full'
  | 'null'
  | 'cidr'
  | 'whole-range'
  | 'invalid'
  | 'protocol'
  | 'outside'
  | 'timeout'
  | 'comment'
  | 'counters'
  | 'mapping'
  | 'unknown-set'
  | 'list-in-list'
  | 'unknown-reference'
  | 'no-reference';

/** What comes of a change: the set after it, which may have part of what was asked, and why no more was done. */
export interface EntryEdit<S> {
  readonly set: S;
  readonly problem: EntryProblem | undefined;
}
