import type { Family } from '../../address/family.js';
import { hasIcmpId } from '../../connection/icmp.js';
import { hasPorts, isIcmp, PROTOCOL } from '../../packet/protocol.js';
import { PACKET_NUMBER_MAX } from '../../packet/packet-number.js';
import { transportHeaderBytes } from '../../packet/header-bytes.js';
import {
  BROKEN_HEADER,
  CUT_SHORT,
  LATER_FRAGMENT,
  NOT_IP,
  TOO_LONG,
  TOO_SHORT,
  type Unreadable,
} from './unreadable.js';

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
  icmpId: number;
}

/** IPv6 extension headers that state their length. Source: RFC 8200 section 4. */
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
    icmpId: 0,
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
      return NOT_IP;
  }
}

function readIpv4(bytes: Uint8Array, at: number, into: IpHeader): Unreadable | undefined {
  if (bytes.length < at + 20) return CUT_SHORT;
  const headerBytes = ((bytes[at] ?? 0) & 0xf) * 4;
  const length = u16(bytes, at + 2);
  if (headerBytes < 20 || length < headerBytes) return BROKEN_HEADER;
  if (bytes.length < at + headerBytes) return CUT_SHORT;
  into.family = 4;
  into.tos = bytes[at + 1] ?? 0;
  into.length = length;
  into.ttl = bytes[at + 8] ?? 0;
  into.src[0] = u32(bytes, at + 12);
  into.dst[0] = u32(bytes, at + 16);
  if ((u16(bytes, at + 6) & 0x1fff) !== 0) return LATER_FRAGMENT;
  return readTransport(bytes, at + headerBytes, at + length, bytes[at + 9] ?? 0, into);
}

function readIpv6(bytes: Uint8Array, at: number, into: IpHeader): Unreadable | undefined {
  let next = at + 40;
  if (bytes.length < next) return CUT_SHORT;
  into.family = 6;
  into.tos = (u16(bytes, at) >> 4) & 0xff;
  into.length = u16(bytes, at + 4) + 40;
  into.ttl = bytes[at + 7] ?? 0;
  if (into.length > MOST_BYTES) return TOO_LONG;
  for (let word = 0; word < 4; word++) {
    into.src[word] = u32(bytes, at + 8 + word * 4);
    into.dst[word] = u32(bytes, at + 24 + word * 4);
  }
  const end = at + into.length;
  let protocol = bytes[at + 6] ?? 0;
  while (EXTENSIONS.has(protocol) || protocol === FRAGMENT) {
    if (next + 8 > end) return TOO_SHORT;
    if (next + 8 > bytes.length) return CUT_SHORT;
    if (protocol === FRAGMENT && (u16(bytes, next + 2) & 0xfff8) !== 0) return LATER_FRAGMENT;
    const length = protocol === FRAGMENT ? 8 : ((bytes[next + 1] ?? 0) + 1) * 8;
    protocol = bytes[next] ?? 0;
    next += length;
  }
  return readTransport(bytes, next, end, protocol, into);
}

/** Reads what stands behind the IP header, up to the packet's end. */
function readTransport(
  bytes: Uint8Array,
  at: number,
  end: number,
  protocol: number,
  into: IpHeader,
): Unreadable | undefined {
  into.protocol = protocol;
  into.sport = 0;
  into.dport = 0;
  into.tcpFlags = 0;
  into.icmpType = 0;
  into.icmpCode = 0;
  into.icmpId = 0;
  if (at + transportHeaderBytes(protocol) > end) return TOO_SHORT;
  if (hasPorts(protocol)) {
    if (bytes.length < at + 4) return CUT_SHORT;
    into.sport = u16(bytes, at);
    into.dport = u16(bytes, at + 2);
    if (protocol !== PROTOCOL.tcp) return undefined;
    if (bytes.length < at + 14) return CUT_SHORT;
    into.tcpFlags = bytes[at + 13] ?? 0;
  } else if (isIcmp(protocol)) {
    if (bytes.length < at + 2) return CUT_SHORT;
    into.icmpType = bytes[at] ?? 0;
    into.icmpCode = bytes[at + 1] ?? 0;
    if (!hasIcmpId(protocol, into.icmpType)) return undefined;
    if (bytes.length < at + 6) return CUT_SHORT;
    into.icmpId = u16(bytes, at + 4);
  }
  return undefined;
}

const MOST_BYTES = PACKET_NUMBER_MAX.length;

function u16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}

function u32(bytes: Uint8Array, at: number): number {
  return ((u16(bytes, at) << 16) | u16(bytes, at + 2)) >>> 0;
}
