import { makeOutcomeColumns } from '../../src/compile/outcome-columns.js';
import type { PacketColumns } from '../../src/compile/packet-columns.js';
import type { Host } from '../../src/host/host.js';
import type { Contestant } from '../core/take-turns.js';
import { firstPackets } from './expect-outcomes.js';
import { BATCH } from './traffic.js';

/** Names of rows. */
export const ENGINE = {
  batch: 'compiled, in batches',
  single: 'compiled, one by one',
  evaluator: 'evaluator',
} as const;

/** How many packets each engine is given. */
export interface EngineLoads {
  /** How often it's given all batches. */
  readonly passes: number;
  readonly single: number;
  readonly evaluator: number;
}

/** The whole path by each engine: millions of packets per second. */
export function engines(
  host: Host,
  batches: readonly PacketColumns[],
  loads: EngineLoads,
): readonly Contestant[] {
  return [
    inBatches(host, batches, loads.passes),
    oneByOne(ENGINE.single, host, batches, loads.single, true),
    oneByOne(ENGINE.evaluator, host, batches, loads.evaluator, false),
  ];
}

/** All batches, with the same columns for their outcomes. */
function inBatches(host: Host, batches: readonly PacketColumns[], passes: number): Contestant {
  const compiled = host.compile();
  const outcomes = makeOutcomeColumns(4, BATCH);
  const count = passes * batches.reduce((sum, batch) => sum + batch.count, 0);
  return {
    name: ENGINE.batch,
    measure: () => {
      const start = performance.now();
      for (let pass = 0; pass < passes; pass++) {
        for (const batch of batches) compiled.sendBatch(batch, outcomes);
      }
      return count / 1000 / (performance.now() - start);
    },
  };
}

function oneByOne(
  name: string,
  host: Host,
  batches: readonly PacketColumns[],
  count: number,
  compiled: boolean,
): Contestant {
  const packets = firstPackets(host, batches, count);
  const sender = compiled ? host.compile() : host;
  return {
    name,
    measure: () => {
      const start = performance.now();
      for (const packet of packets) sender.send(packet);
      return packets.length / 1000 / (performance.now() - start);
    },
  };
}
