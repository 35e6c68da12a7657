import type { Family } from '../address/family.js';
import { PROTOCOL } from './protocol.js';

/** Bytes of the shortest headers. Source: RFC 9293, 768, 4340, 9260, 3828, 792, 4443. */
const TRANSPORT_HEADERS: ReadonlyMap<number, number> = new Map([
  [PROTOCOL.tcp, 20],
  [PROTOCOL.udp, 8],
  [PROTOCOL.dccp, 12],
  [PROTOCOL.sctp, 12],
  [PROTOCOL.udplite, 8],
  [PROTOCOL.icmp, 8],
  [PROTOCOL.icmpv6, 8],
]);

/** How many bytes the header of a protocol has at least; 0 for protocols of which nothing but the number is looked at. */
export function transportHeaderBytes(protocol: number): number {
  return TRANSPORT_HEADERS.get(protocol) ?? 0;
}

/** How many bytes a packet's headers have at least, that of IP included. */
export function headerBytes(family: Family, protocol: number): number {
  return (family === 4 ? 20 : 40) + transportHeaderBytes(protocol);
}
