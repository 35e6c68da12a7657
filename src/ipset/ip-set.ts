import type { Map } from 'immutable';
import type { Family } from '../address/family.js';
import type { EntryExtras } from './entry.js';
import type { HashTable } from './hash-table.js';
import { HASH_TYPES, type HashType } from './hash-type.js';

/** What sets of every type have. */
export interface NamedSet {
  readonly name: string;
  /** Seconds that entries last unless they say otherwise, 0 for ever; undefined when entries don't end. */
  readonly timeout: number | undefined;
  /** Entries have room for a comment. */
  readonly comments: boolean;
}

/** A set that hashes its entries. */
export interface HashSet extends NamedSet {
  readonly kind: 'hash';
  readonly type: HashType;
  readonly family: Family;
  readonly maxelem: number;
  /** Length to which addresses are cut before they're looked for; the full length when they aren't. */
  readonly netmask: number;
  readonly table: HashTable;
}

/** A set that has a bit for each port of a range. */
export interface PortBitmap extends NamedSet {
  readonly kind: 'bitmap:port';
  readonly from: number;
  readonly to: number;
  /** By port. */
  readonly entries: Map<number, EntryExtras>;
}

/** A set that has a bit for each IPv4 address, or network of one length, of a range. */
export interface AddressBitmap extends NamedSet {
  readonly kind: 'bitmap:ip';
  /** First and last address. */
  readonly from: number;
  readonly to: number;
  /** Length of the networks. */
  readonly netmask: number;
  /** By the address, or the first of the network. */
  readonly entries: Map<number, EntryExtras>;
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
export type IpSet = HashSet | PortBitmap | AddressBitmap | ListSet;

/** The name of a set's type. */
export function typeName(set: IpSet): string {
  return set.kind === 'hash' ? set.type.name : set.kind;
}

/** The family of a set's addresses; undefined when it's for both. */
export function familyOf(set: IpSet): Family | undefined {
  if (set.kind === 'hash') return set.family;
  return set.kind === 'bitmap:ip' ? 4 : undefined;
}

/** The revision of a set's type that Linux 6.18 takes. */
export function revisionOf(set: IpSet): number {
  return set.kind === 'hash' ? set.type.revision : 3;
}

/** How many sides of a packet a set looks at. */
export function dimensionsOf(set: IpSet): number {
  return set.kind === 'hash' ? set.type.dimensions.length : 1;
}

/** What two sets must share to be swapped. Source: `IPSET_TYPE_` features. */
export function featuresOf(set: IpSet): string {
  if (set.kind === 'bitmap:ip') return HASH_TYPES['hash:ip'].dimensions.join(',');
  return set.kind === 'hash' ? set.type.dimensions.join(',') : set.kind;
}
