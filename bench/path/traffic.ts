import { makePacketColumns, type PacketColumns } from '../../src/compile/packet-columns.js';
import { PROTOCOL } from '../../src/packet/protocol.js';
import { seededRandom } from '../core/random.js';

/** Packets of a batch: they and their outcomes fit into a processor's own cache. */
export const BATCH = 4096;

/** How packets of a kind are drawn. */
export interface TrafficOptions {
  /** ifindex of the device of arrival; 0: a local socket sends them. */
  readonly iif?: number;
  /** Destinations; they are taken in turns. */
  readonly dst: Uint32Array;
  /** Sources of packets that arrive. */
  readonly src?: number;
  /** Marks that programs set, drawn from below this. */
  readonly marks?: number;
  readonly seed: number;
}

/** Batches of packets: two of three are TCP, one of ten for port 25, others for ports of all kinds. */
export function makeTraffic(count: number, options: TrafficOptions): readonly PacketColumns[] {
  const { iif = 0, dst, src = 0, marks = 1, seed } = options;
  const random = seededRandom(seed);
  const batches: PacketColumns[] = [];
  for (let done = 0; done < count; done += BATCH) {
    const batch = makePacketColumns(4, Math.min(BATCH, count - done));
    for (let at = 0; at < batch.count; at++) {
      batch.dst[at] = dst[(done + at) % dst.length] ?? 0;
      batch.src[at] = src;
      batch.iif[at] = iif;
      batch.protocol[at] = random() % 3 === 0 ? PROTOCOL.udp : PROTOCOL.tcp;
      batch.dport[at] = random() % 10 === 0 ? 25 : random() % 65536;
      batch.sport[at] = 32768 + (random() % 28232);
      batch.tcpFlags[at] = 0x10;
      batch.mark[at] = random() % marks;
      batch.length[at] = 60 + (random() % 1400);
      batch.ttl[at] = 64;
    }
    batches.push(batch);
  }
  return batches;
}
