import type { Family } from '../../address/family.js';
import {
  makePacketColumns,
  putPacket,
  type PacketColumns,
  type PacketDevices,
} from '../../compile/packet-columns.js';
import type { Packet } from '../../packet/packet.js';
import type { IpHeader } from '../capture/ip-header.js';

/** Packets of one family out of a file. */
export interface FlowBatch {
  readonly packets: PacketColumns;
  /** Where each packet stands in the file: the number of its frame or line, from 1. */
  readonly numbers: Float64Array;
}

/** How many packets go together. */
const BATCH_PACKETS = 8192;

/** Puts packets into batches; one that is full is handed on. */
export class FlowBatcher {
  readonly #open: Record<Family, FlowBatch | undefined> = { 4: undefined, 6: undefined };
  readonly #counts: Record<Family, number> = { 4: 0, 6: 0 };

  constructor(private readonly size = BATCH_PACKETS) {}

  /** Adds a packet; gives the batch that it fills. */
  addPacket(packet: Packet, devices: PacketDevices, number: number): FlowBatch | undefined {
    const { family } = packet.dst;
    const { packets, numbers } = this.#batch(family);
    const at = this.#counts[family]++;
    putPacket(packets, at, packet, devices);
    numbers[at] = number;
    return this.#handOnFull(family);
  }

  /** Adds a packet that was captured; gives the batch that it fills. */
  addHeader(header: IpHeader, iif: number, number: number): FlowBatch | undefined {
    const { family } = header;
    const { packets, numbers } = this.#batch(family);
    const at = this.#counts[family]++;
    const words = family === 4 ? 1 : 4;
    for (let word = 0; word < words; word++) {
      packets.src[at * words + word] = header.src[word] ?? 0;
      packets.dst[at * words + word] = header.dst[word] ?? 0;
    }
    packets.iif[at] = iif;
    packets.protocol[at] = header.protocol;
    packets.tos[at] = header.tos;
    packets.ttl[at] = header.ttl;
    packets.length[at] = header.length;
    packets.sport[at] = header.sport;
    packets.dport[at] = header.dport;
    packets.tcpFlags[at] = header.tcpFlags;
    packets.icmpType[at] = header.icmpType;
    packets.icmpCode[at] = header.icmpCode;
    packets.icmpId[at] = header.icmpId;
    numbers[at] = number;
    return this.#handOnFull(family);
  }

  /** What has not filled a batch. */
  flush(): readonly FlowBatch[] {
    return ([4, 6] as const).flatMap((family) => this.#handOn(family) ?? []);
  }

  #batch(family: Family): FlowBatch {
    return (this.#open[family] ??= {
      packets: makePacketColumns(family, this.size),
      numbers: new Float64Array(this.size),
    });
  }

  #handOnFull(family: Family): FlowBatch | undefined {
    return this.#counts[family] === this.size ? this.#handOn(family) : undefined;
  }

  #handOn(family: Family): FlowBatch | undefined {
    const batch = this.#open[family];
    if (batch === undefined) return undefined;
    const count = this.#counts[family];
    this.#open[family] = undefined;
    this.#counts[family] = 0;
    return { packets: { ...batch.packets, count }, numbers: batch.numbers };
  }
}
