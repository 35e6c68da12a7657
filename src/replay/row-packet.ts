import { addressBits, type Family } from '../address/family.js';
import type { Address } from '../address/address.js';
import type { PacketColumns } from '../compile/packet-columns.js';
import type { Packet } from '../packet/packet.js';
import { packetNumbers } from '../packet/packet-number.js';

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
    ...packetNumbers((name) => columns[name][at] ?? 0),
    sport: iif === 0 && sport === 0 ? undefined : sport,
    oif: deviceName(columns.oif[at] ?? 0),
  };
}

function addressAt(column: Uint32Array, family: Family, at: number): Address {
  const words = addressBits(family) / 32;
  return { family, words: [...column.subarray(at * words, (at + 1) * words)] };
}
