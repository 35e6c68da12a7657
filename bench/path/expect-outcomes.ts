import { isDeepStrictEqual } from 'node:util';
import type { PacketColumns } from '../../src/compile/packet-columns.js';
import type { Host } from '../../src/host/host.js';
import type { Packet } from '../../src/packet/packet.js';
import { rowPacket } from '../../src/replay/row-packet.js';

/** The first packets of batches, one by one. */
export function firstPackets(
  host: Host,
  batches: readonly PacketColumns[],
  count: number,
): readonly Packet[] {
  const nameOf = (index: number): string | undefined =>
    host.namespace.links.find((link) => link.index === index)?.name;
  const packets: Packet[] = [];
  for (const batch of batches) {
    for (let at = 0; at < batch.count && packets.length < count; at++) {
      packets.push(rowPacket(batch, at, nameOf));
    }
  }
  return packets;
}

/** Throws when a batch's first outcomes aren't those of the evaluator. */
export function expectOutcomes(host: Host, batch: PacketColumns, count: number): void {
  const compiled = host.compile();
  const { outcomes } = compiled.sendBatch(batch);
  for (const [at, packet] of firstPackets(host, [batch], count).entries()) {
    const found = compiled.outcomeAt(batch, outcomes, at);
    const expected = { ...host.send(packet) };
    if (!isDeepStrictEqual(found, expected)) {
      throw new Error(`packet ${at}: ${JSON.stringify(found)}, not ${JSON.stringify(expected)}`);
    }
  }
}
