import type { Address } from '../address/address.js';
import { PROTOCOL } from '../packet/protocol.js';

/**
 * What tells the packets of one direction of a connection from all others (the kernel's `nf_conntrack_tuple`).
 *
 * ICMP has no ports: `sport` holds the id (always 0 here, since packets carry none) and `dport` type and code.
 */
export interface Tuple {
  readonly src: Address;
  readonly dst: Address;
  readonly protocol: number;
  readonly sport: number;
  readonly dport: number;
}

/** ICMP requests and the replies to them, by type. Source: RFC 792; `nf_conntrack_invert_icmp_tuple`. */
const ICMP_REPLY: Readonly<Record<number, number>> = {
  0: 8,
  8: 0,
  13: 14,
  14: 13,
  15: 16,
  16: 15,
  17: 18,
  18: 17,
};

/** The tuple of the packets that answer: addresses and ports change places. */
export function inverseTuple(tuple: Tuple): Tuple {
  const turned = { ...tuple, src: tuple.dst, dst: tuple.src };
  if (tuple.protocol !== PROTOCOL.icmp) {
    return { ...turned, sport: tuple.dport, dport: tuple.sport };
  }
  const type = tuple.dport >>> 8;
  return { ...turned, dport: ((ICMP_REPLY[type] ?? type) << 8) | (tuple.dport & 0xff) };
}

/** A text that is the same for equal tuples only. */
export function tupleKey({ src, dst, protocol, sport, dport }: Tuple): string {
  return `${protocol} ${src.words.join('.')}:${sport} ${dst.words.join('.')}:${dport}`;
}
