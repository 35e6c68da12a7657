import type { Address } from '../address/address.js';
import { answeringIcmpType, icmpTracking } from './icmp.js';

/**
 * What distinguishes the packets of one direction of a connection from all others (the kernel's `nf_conntrack_tuple`).
 *
 * ICMP has no ports: `sport` holds the id and `dport` type and code.
 */
export interface Tuple {
  readonly src: Address;
  readonly dst: Address;
  readonly protocol: number;
  readonly sport: number;
  readonly dport: number;
}

/** The tuple of the packets that answer: addresses and ports change places. */
export function inverseTuple(tuple: Tuple): Tuple {
  const turned = { ...tuple, src: tuple.dst, dst: tuple.src };
  const icmp = icmpTracking(tuple.protocol);
  if (icmp === undefined) return { ...turned, sport: tuple.dport, dport: tuple.sport };
  const type = answeringIcmpType(icmp, tuple.dport >>> 8);
  return { ...turned, dport: (type << 8) | (tuple.dport & 0xff) };
}

/** A text that is the same for equal tuples of one zone only. */
export function tupleKey({ src, dst, protocol, sport, dport }: Tuple, zone: number): string {
  const key = `${protocol} ${src.words.join('.')}:${sport} ${dst.words.join('.')}:${dport}`;
  return zone === 0 ? key : `${key} zone ${zone}`;
}
