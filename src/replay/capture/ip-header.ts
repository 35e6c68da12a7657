import type { Family } from '../../address/family.js';
import { hasPorts, PROTOCOL } from '../../packet/protocol.js';

/** What an IP packet's bytes say. One object is used again for every packet. */
export interface IpHeader {
  family: Family;
  /** Words of the addresses, most significant first; one each for IPv4. */
  readonly src: Uint32Array;
  readonly dst: Uint32Array;
  protocol: number;
  tos: number;
  ttl: number;
  /** Total length in bytes. */
  length: number;
  /** 0 when the protocol has none. */
  sport: number;
  dport: number;
  tcpFlags: number;
  icmpType: number;
  icmpCode: number;
}

/** Why bytes are no packet that can be sent. */
export type Unreadable = 'not IP' | 'cut short' | 'a later fragment';

/** IPv6 extension headers that tell their length. Source: RFC 8200 section 4. */
const HOP_BY_HOP = 0;
const ROUTING = 43;
const FRAGMENT = 44;
const DESTINATION_OPTIONS = 60;
const MOBILITY = 135;
const EXTENSIONS: ReadonlySet<number> = new Set([
  HOP_BY_HOP,
  ROUTING,
  DESTINATION_OPTIONS,
  MOBILITY,
]);

/** A header to decode packets into. */
export function newIpHeader(): IpHeader {
  return {
    family: 4,
    src: new Uint32Array(4),
    dst: new Uint32Array(4),
    protocol: 0,
    tos: 0,
    ttl: 0,
    length: 0,
    sport: 0,
    dport: 0,
    tcpFlags: 0,
    icmpType: 0,
    icmpCode: 0,
  };
}

/** Reads the header of the IP packet that begins at an offset. Gives why not when it can't be read. */
export function readIpHeader(
  bytes: Uint8Array,
  at: number,
  into: IpHeader,
): Unreadable | undefined {
  switch ((bytes[at] ?? 0) >> 4) {
    case 4:
      return readIpv4(bytes, at, into);
    case 6:
      return readIpv6(bytes, at, into);
    default:
      return 'not IP';
  }
}

function readIpv4(bytes: Uint8Array, at: number, into: IpHeader): Unreadable | undefined {
  const headerBytes = ((bytes[at] ?? 0) & 0xf) * 4;
  if (headerBytes < 20 || bytes.length < at + headerBytes) return 'cut short';
  into.family = 4;
  into.tos = bytes[at + 1] ?? 0;
  into.length = u16(bytes, at + 2);
  into.ttl = bytes[at + 8] ?? 0;
  into.src[0] = u32(bytes, at + 12);
  into.dst[0] = u32(bytes, at + 16);
  if ((u16(bytes, at + 6) & 0x1fff) !== 0) return 'a later fragment';
  return readTransport(bytes, at + headerBytes, bytes[at + 9] ?? 0, into);
}

function readIpv6(bytes: Uint8Array, at: number, into: IpHeader): Unreadable | undefined {
  let next = at + 40;
  if (bytes.length < next) return 'cut short';
  into.family = 6;
  into.tos = (u16(bytes, at) >> 4) & 0xff;
  into.length = u16(bytes, at + 4) + 40;
  into.ttl = bytes[at + 7] ?? 0;
  for (let word = 0; word < 4; word++) {
    into.src[word] = u32(bytes, at + 8 + word * 4);
    into.dst[word] = u32(bytes, at + 24 + word * 4);
  }
  let protocol = bytes[at + 6] ?? 0;
  for (;;) {
    if (EXTENSIONS.has(protocol)) {
      protocol = bytes[next] ?? 0;
      next += ((bytes[next + 1] ?? 0) + 1) * 8;
    } else if (protocol === FRAGMENT) {
      if ((u16(bytes, next + 2) & 0xfff8) !== 0) return 'a later fragment';
      protocol = bytes[next] ?? 0;
      next += 8;
    } else {
      break;
    }
    if (bytes.length < next) return 'cut short';
  }
  return readTransport(bytes, next, protocol, into);
}

function readTransport(
  bytes: Uint8Array,
  at: number,
  protocol: number,
  into: IpHeader,
): Unreadable | undefined {
  into.protocol = protocol;
  into.sport = 0;
  into.dport = 0;
  into.tcpFlags = 0;
  into.icmpType = 0;
  into.icmpCode = 0;
  if (hasPorts(protocol)) {
    if (bytes.length < at + 4) return 'cut short';
    into.sport = u16(bytes, at);
    into.dport = u16(bytes, at + 2);
    if (protocol !== PROTOCOL.tcp) return undefined;
    if (bytes.length < at + 14) return 'cut short';
    into.tcpFlags = bytes[at + 13] ?? 0;
  } else if (protocol === PROTOCOL.icmp || protocol === PROTOCOL.icmpv6) {
    if (bytes.length < at + 2) return 'cut short';
    into.icmpType = bytes[at] ?? 0;
    into.icmpCode = bytes[at + 1] ?? 0;
  }
  return undefined;
}

function u16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}

function u32(bytes: Uint8Array, at: number): number {
  return ((u16(bytes, at) << 16) | u16(bytes, at + 2)) >>> 0;
}
