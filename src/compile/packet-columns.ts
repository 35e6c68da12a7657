import { unspecifiedAddress } from '../address/address.js';
import { addressBits, type Family } from '../address/family.js';
import type { Packet } from '../packet/packet.js';
import { checkCount, ColumnBuffer } from './columns.js';

/**
 * Many packets of one family, a column for each field: plain data over one buffer, that can be transferred to a worker or shared with it.
 *
 * Numbers are as in `Packet`, devices by ifindex (0: none), addresses as 32-bit words, most significant first: one word each for IPv4,
 * four for IPv6. A packet without `iif` comes from a local socket; there a source of all zeros means that the socket is bound to no
 * address, a source port of 0 that it is bound to no port, a TTL of 0 that it leaves it to the host.
 */
export interface PacketColumns {
  readonly family: Family;
  /** How many packets there are. */
  readonly count: number;
  readonly src: Uint32Array;
  readonly dst: Uint32Array;
  readonly mark: Uint32Array;
  readonly uid: Uint32Array;
  readonly gid: Uint32Array;
  /** ifindex of the device of arrival; 0 when locally generated. */
  readonly iif: Uint32Array;
  /** ifindex of the device that the socket is bound to; 0 when none. */
  readonly oif: Uint32Array;
  readonly length: Uint16Array;
  readonly sport: Uint16Array;
  readonly dport: Uint16Array;
  readonly icmpId: Uint16Array;
  readonly protocol: Uint8Array;
  readonly tos: Uint8Array;
  readonly ttl: Uint8Array;
  readonly tcpFlags: Uint8Array;
  readonly icmpType: Uint8Array;
  readonly icmpCode: Uint8Array;
  /** What all columns lie in: transfer this. */
  readonly buffer: ArrayBufferLike;
}

/**
 * Columns for so many packets over a buffer of their own, all 0, or over one that is given, as it is.
 *
 * @throws RangeError when the buffer is too short, or `count` is no count
 *
 * @example
 * ```ts
 * import { makePacketColumns } from 'nexthop';
 * const packets = makePacketColumns(4, 1000);
 * packets.dst[0] = 0xcb007109; // 203.0.113.9
 * packets.protocol[0] = 17;
 * packets.count; // 1000
 * ```
 */
export function makePacketColumns(
  family: Family,
  count: number,
  buffer?: ArrayBufferLike,
): PacketColumns {
  checkCount(count);
  const words = addressBits(family) / 32;
  const columns = new ColumnBuffer(count * (8 * words + 34), buffer);
  return Object.freeze({
    family,
    count,
    src: columns.u32(words * count),
    dst: columns.u32(words * count),
    mark: columns.u32(count),
    uid: columns.u32(count),
    gid: columns.u32(count),
    iif: columns.u32(count),
    oif: columns.u32(count),
    length: columns.u16(count),
    sport: columns.u16(count),
    dport: columns.u16(count),
    icmpId: columns.u16(count),
    protocol: columns.u8(count),
    tos: columns.u8(count),
    ttl: columns.u8(count),
    tcpFlags: columns.u8(count),
    icmpType: columns.u8(count),
    icmpCode: columns.u8(count),
    buffer: columns.buffer,
  });
}

/** The devices of a packet, by ifindex. */
export interface PacketDevices {
  readonly iif: number;
  readonly oif: number;
}

/** Writes a packet into a row of columns of its family. */
export function putPacket(
  columns: PacketColumns,
  at: number,
  packet: Packet,
  { iif, oif }: PacketDevices,
): void {
  const { dst } = packet;
  const src = packet.src ?? unspecifiedAddress(dst.family);
  columns.src.set(src.words, at * src.words.length);
  columns.dst.set(dst.words, at * dst.words.length);
  columns.mark[at] = packet.mark;
  columns.uid[at] = packet.uid;
  columns.gid[at] = packet.gid;
  columns.iif[at] = iif;
  columns.oif[at] = oif;
  columns.length[at] = packet.length;
  columns.sport[at] = packet.sport ?? 0;
  columns.dport[at] = packet.dport;
  columns.protocol[at] = packet.protocol;
  columns.tos[at] = packet.tos;
  columns.ttl[at] = packet.ttl;
  columns.tcpFlags[at] = packet.tcpFlags;
  columns.icmpType[at] = packet.icmpType;
  columns.icmpCode[at] = packet.icmpCode;
  columns.icmpId[at] = packet.icmpId;
}
