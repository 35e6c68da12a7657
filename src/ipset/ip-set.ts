import type { Map } from 'immutable';
import { assertNever } from '../assert-never.js';
import type { Family } from '../address/family.js';
import type { Address } from '../address/address.js';
import type { EntryCounters, EntryExtras } from './entry.js';
import type { HashTable } from './hash-table.js';
import { hasNetworks, type HashType } from './hash-type.js';

/** What sets of every type have. */
export interface NamedSet {
  readonly name: string;
  /** Seconds that entries last unless they say otherwise, 0 for ever; undefined when entries don't end. */
  readonly timeout: number | undefined;
  /** Entries have room for a comment. */
  readonly comments: boolean;
  /** Entries count packets and bytes. */
  readonly counters: boolean;
  /** Entries have room for what packets are given by `--map-set` (`skbinfo`). */
  readonly mappings: boolean;
}

/** A set that hashes its entries. */
export interface HashSet extends NamedSet {
  readonly kind: 'hash';
  readonly type: HashType;
  readonly family: Family;
  readonly maxelem: number;
  /** Length to which addresses are cut before they're looked for; the full length when they aren't. */
  readonly netmask: number;
  /** Bits of addresses that count, where they aren't the first so many; undefined when all do. */
  readonly bitmask: Address | undefined;
  /** Bits of marks that count; undefined for a type without marks. */
  readonly markmask: number | undefined;
  /** A full set gives up an entry for a new one. */
  readonly forceadd: boolean;
  readonly table: HashTable;
}

/** What sets have that have a bit for each value of a range. */
interface Bitmap<E extends EntryExtras> extends NamedSet {
  /** First and last port or address. */
  readonly from: number;
  readonly to: number;
  /** By the port, the address, or the first of the network. */
  readonly entries: Map<number, E>;
  /** What entries that are gone have counted: others in their place begin with it. */
  readonly counted: Map<number, EntryCounters>;
}

/** A set that has a bit for each port of a range. */
export interface PortBitmap extends Bitmap<EntryExtras> {
  readonly kind: 'bitmap:port';
}

/** A set that has a bit for each IPv4 address, or network of one length, of a range. */
export interface AddressBitmap extends Bitmap<EntryExtras> {
  readonly kind: 'bitmap:ip';
  /** Length of the networks. */
  readonly netmask: number;
}

/** An entry of an address, and of the link-layer address that it goes with. */
export interface MacEntry extends EntryExtras {
  /** Six bytes as `02:00:00:00:00:01`; undefined until a packet brings it. */
  readonly mac: string | undefined;
}

/** A set that has a bit for each IPv4 address of a range, and its link-layer address. */
export interface MacBitmap extends Bitmap<MacEntry> {
  readonly kind: 'bitmap:ip,mac';
}

/** One set of a list, by its name: a set in a list can't get another. */
export interface ListMember extends EntryExtras {
  readonly set: string;
}

/** A set of sets. */
export interface ListSet extends NamedSet {
  readonly kind: 'list:set';
  readonly size: number;
  readonly members: readonly ListMember[];
}

/** A set of `ipset`. */
export type IpSet = HashSet | PortBitmap | AddressBitmap | MacBitmap | ListSet;

/** The name of a set's type. */
export function typeName(set: IpSet): string {
  return set.kind === 'hash' ? set.type.name : set.kind;
}

/** The family of a set's addresses; undefined when it's for both. */
export function familyOf(set: IpSet): Family | undefined {
  if (set.kind === 'hash') return set.type.name === 'hash:mac' ? undefined : set.family;
  return set.kind === 'bitmap:ip' || set.kind === 'bitmap:ip,mac' ? 4 : undefined;
}

/** The revision of a set's type that Linux 6.18 takes. */
export function revisionOf(set: IpSet): number {
  return set.kind === 'hash' ? set.type.revision : 3;
}

/** How many sides of a packet a set looks at. */
export function dimensionsOf(set: IpSet): number {
  if (set.kind === 'hash') return set.type.dimensions.length;
  return set.kind === 'bitmap:ip,mac' ? 2 : 1;
}

/** What two sets must share to be swapped. Source: `IPSET_TYPE_` features. */
export function featuresOf(set: IpSet): string {
  switch (set.kind) {
    case 'hash': {
      const { dimensions } = set.type;
      const features = dimensions.map((one) => (one === 'net' ? 'ip' : one));
      return [...features, ...(hasNetworks(set.type) ? ['nomatch'] : [])].join(',');
    }
    case 'list:set':
      return set.kind;
    case 'bitmap:ip':
    case 'bitmap:port':
    case 'bitmap:ip,mac':
      return set.kind.replace('bitmap:', '');
    default:
      return assertNever(set);
  }
}
