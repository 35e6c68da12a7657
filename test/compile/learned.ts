import { expect } from 'vitest';
import { CompiledBatch } from '../../src/compile/compiled-batch.js';
import { compiledPath } from '../../src/compile/compiled-path.js';
import { makeOutcomeColumns } from '../../src/compile/outcome-columns.js';
import { makePacketColumns, type PacketColumns } from '../../src/compile/packet-columns.js';
import type { Host } from '../../src/host/host.js';
import { programOf } from '../../src/evaluate/program-of.js';
import { flatState } from '../../src/host/send-compiled.js';

/**
 * Sends batches, over and over in another order, through a batch that learns from the first one on and through one that never does. Holds
 * together every column of outcomes, every counter, and what the choices remember.
 */
export function expectLearnedAsWalked(host: Host, ...batches: readonly PacketColumns[]): void {
  const { namespace } = host;
  const path = compiledPath(programOf(namespace, batches[0]?.family ?? 4));
  const standing = (): undefined => undefined;
  const results = [0, Infinity].map((worth) => {
    const batch = new CompiledBatch(path, standing, worth);
    const state = flatState(namespace, path);
    const rounds = [0, 1, 2].flatMap((round) => batches.map((packets) => shuffled(packets, round)));
    return rounds.map((rows) => {
      const outcomes = makeOutcomeColumns(rows.family, rows.count);
      const walks = batch.begin(state);
      batch.run(rows, outcomes, walks);
      const { output, input } = walks;
      const { buffer: _, ...columns } = outcomes;
      const counters = [output, input].map((walk) => [walk.packets, walk.bytes]);
      return { columns, counters, remembered: state.remembered.slice() };
    });
  });
  expect(results[0]).toEqual(results[1]);
}

/** Each packet twice, in an order that is the same for the same round. */
function shuffled(packets: PacketColumns, round: number): PacketColumns {
  const count = 2 * packets.count;
  const rows = makePacketColumns(packets.family, count);
  for (const [name, column] of Object.entries(packets)) {
    if (!ArrayBuffer.isView(column)) continue;
    const from = column as Uint32Array;
    const to = rows[name as 'src'];
    const words = from.length / packets.count;
    for (let at = 0; at < count; at++) {
      // 7919 is a prime: every place comes up.
      const row = ((at + round) * 7919) % packets.count;
      to.set(from.subarray(words * row, words * (row + 1)), words * at);
    }
  }
  return rows;
}
