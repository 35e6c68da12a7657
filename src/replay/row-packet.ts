import { addressBits, type Family } from '../address/family.js';
import type { Address } from '../address/address.js';
import type { PacketColumns } from '../compile/packet-columns.js';
import type { Packet } from '../packet/packet.js';

/** One row of packet columns as a packet. */
export function rowPacket(
  columns: PacketColumns,
  at: number,
  deviceName: (index: number) => string | undefined,
): Packet {
  const { family } = columns;
  const iif = columns.iif[at] ?? 0;
  const src = addressAt(columns.src, family, at);
  const sport = columns.sport[at] ?? 0;
  const isBound = iif !== 0 || src.words.some((word) => word !== 0);
  return {
    iif: deviceName(iif),
    src: isBound ? src : undefined,
    dst: addressAt(columns.dst, family, at),
    protocol: columns.protocol[at] ?? 0,
    sport: iif === 0 && sport === 0 ? undefined : sport,
    dport: columns.dport[at] ?? 0,
    mark: columns.mark[at] ?? 0,
    tos: columns.tos[at] ?? 0,
    ttl: columns.ttl[at] ?? 0,
    uid: columns.uid[at] ?? 0,
    gid: columns.gid[at] ?? 0,
    oif: deviceName(columns.oif[at] ?? 0),
    length: columns.length[at] ?? 0,
    tcpFlags: columns.tcpFlags[at] ?? 0,
    icmpType: columns.icmpType[at] ?? 0,
    icmpCode: columns.icmpCode[at] ?? 0,
    icmpId: columns.icmpId[at] ?? 0,
  };
}

function addressAt(column: Uint32Array, family: Family, at: number): Address {
  const words = addressBits(family) / 32;
  return { family, words: [...column.subarray(at * words, (at + 1) * words)] };
}
