import { Piscina } from 'piscina';
import type { Host } from '../host/host.js';
import { keepsState } from '../replay/keeps-state.js';
import { Replayer, type BatchAnswer, type ReplayOptions } from '../replay/replayer.js';
import type { FlowBatch } from '../replay/flows/flow-batch.js';
import type { WorkerSetUp } from './replay-worker.js';

/** Who answers batches. */
export interface ReplayPool {
  /** How many batches are worth having under way at once. */
  readonly width: number;
  answer(batch: FlowBatch): Promise<BatchAnswer>;
  end(): Promise<void>;
}

/** Batches that wait for each worker, so that none is idle. */
const AHEAD = 2;

/**
 * Workers that send packets through the host of a script. When what becomes of a packet can depend on those before it, or no worker is
 * wanted, all is done here, in order.
 */
export function openPool(
  host: Host,
  workers: number,
  setUp: Pick<WorkerSetUp, 'script' | 'name'>,
  options: ReplayOptions,
): ReplayPool {
  if (workers === 0 || keepsState(host)) {
    const replayer = new Replayer(host, options);
    return {
      width: 1,
      answer: (batch) => Promise.resolve(replayer.answer(batch)),
      end: () => Promise.resolve(),
    };
  }
  const workerData: WorkerSetUp = { ...setUp, options };
  const pool = new Piscina<FlowBatch, BatchAnswer>({
    filename: new URL('replay-worker.js', import.meta.url).href,
    name: 'answerBatch',
    minThreads: workers,
    maxThreads: workers,
    workerData,
  });
  return {
    width: workers * AHEAD,
    answer: (batch) =>
      pool.run(batch, {
        transferList: [batch.packets.buffer, batch.numbers.buffer].filter(isTransferable),
      }),
    end: () => pool.destroy(),
  };
}

/** Memory that is shared with a worker isn't handed over to it. */
function isTransferable(buffer: ArrayBufferLike): buffer is ArrayBuffer {
  return buffer instanceof ArrayBuffer;
}
