import type { Family } from '../address/family.js';
import { PROTOCOL } from '../packet/protocol.js';

/** What tracking knows of an ICMP protocol. */
export interface IcmpTracking {
  /** The family whose packets it is tracked in: in the other's it belongs to no connection. */
  readonly family: Family;
  /** The requests, which begin connections, and what answers each, by type. */
  readonly replies: ReadonlyMap<number, number>;
  /** The types that are never tracked. */
  readonly untracked: ReadonlySet<number>;
}

/** By protocol number. Source: RFC 792, RFC 4443, RFC 4620; `icmp_new`, `nf_conntrack_icmpv6_packet`, `nf_conntrack_icmpv6_error`. */
const TRACKING: Readonly<Record<number, IcmpTracking>> = {
  [PROTOCOL.icmp]: {
    family: 4,
    replies: new Map([
      [8, 0],
      [13, 14],
      [15, 16],
      [17, 18],
    ]),
    untracked: new Set(),
  },
  [PROTOCOL.icmpv6]: {
    family: 6,
    replies: new Map([
      [128, 129],
      [139, 140],
    ]),
    // Messages between neighbours, routers and listeners to groups.
    untracked: new Set([130, 131, 132, 133, 134, 135, 136, 143, 151, 152]),
  },
};

/** What tracking knows of a protocol; undefined when it is no ICMP. */
export function icmpTracking(protocol: number): IcmpTracking | undefined {
  return TRACKING[protocol];
}

/** Reports whether packets of a type have an identifier: requests and what answers them. */
export function hasIcmpId(protocol: number, type: number): boolean {
  const replies = icmpTracking(protocol)?.replies;
  return replies !== undefined && (replies.has(type) || [...replies.values()].includes(type));
}

/** The type that answers a type, in either direction; a type that is neither request nor reply is its own. */
export function answeringIcmpType({ replies }: IcmpTracking, type: number): number {
  const reply = replies.get(type);
  if (reply !== undefined) return reply;
  return [...replies].find(([, answer]) => answer === type)?.[0] ?? type;
}
