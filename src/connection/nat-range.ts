import type { Address } from '../address/address.js';
import type { Field } from '../packet/field.js';

/** What NAT may put in the place of one end of a connection: the kernel's `nf_nat_range2`. What is undefined stays. */
export interface NatRange {
  /** The source and its port, or the destination. */
  readonly end: 'src' | 'dst';
  /** The first address and the last; where the first is the larger one, they go round. */
  readonly addresses: AddressRange | undefined;
  readonly ports: PortRange | undefined;
  /** What the ports are: of packets that have some, or identifiers of ICMP; each packet's own kind when left out. */
  readonly numbered?: 'ports' | 'identifiers';
  /** Each connection is given another port. Source: `NF_NAT_RANGE_PROTO_RANDOM_ALL`. */
  readonly random: boolean;
  /** A source is given the same address for all destinations. Source: `NF_NAT_RANGE_PERSISTENT`. */
  readonly persistent: boolean;
}

/** Addresses from one to another, both included. */
export interface AddressRange {
  readonly from: Address;
  readonly to: Address;
}

/** Ports from one to another, both included. */
export interface PortRange {
  readonly from: number;
  readonly to: number;
  /** The port for which the first of them stands; the next ones follow it. Source: `NF_NAT_RANGE_PROTO_OFFSET`. */
  readonly base?: number;
}

/** What NAT gives the end of a connection that no rule translates: a number of its own, where its answers would be another's. Source: `nf_nat_alloc_null_binding`. */
export function nullBinding(end: NatRange['end']): NatRange {
  return { end, addresses: undefined, ports: undefined, random: false, persistent: false };
}

/** A register that is given one of the numbers of a range: a port, or a word of an address. */
export interface NatPick {
  readonly to: Field;
  readonly from: number;
  /** Smaller than the first when they go round. */
  readonly last: number;
  /** Where the number is one of; picks of one range go together. */
  readonly range: NatRange;
}
