import { Piscina } from 'piscina';
import type { Host } from '../../host/host.js';
import { machineToData } from '../../machine/machine-data.js';
import { keepsState } from '../../replay/keeps-state.js';
import type { FlowPiece } from '../../replay/flows/flow-piece.js';
import { PieceReplayer, type PieceAnswer, type PieceOptions } from '../../replay/piece-replayer.js';
import type { WorkerSetUp } from './replay-worker.js';

/** Who answers pieces of a file. */
export interface ReplayPool {
  /** How many pieces are worth having under way at once. */
  readonly width: number;
  answer(piece: FlowPiece): Promise<PieceAnswer>;
  end(): Promise<void>;
}

/** Pieces that wait for each worker, so that none is idle. */
const AHEAD = 2;

/**
 * Workers that read pieces and send their packets through a host, each through its own copy. When what becomes of a packet can depend on those before it, or no worker is
 * wanted, all is done here, in order.
 */
export function openPool(host: Host, workers: number, options: PieceOptions): ReplayPool {
  if (workers === 0 || keepsState(host)) {
    const replayer = new PieceReplayer(host, options);
    return {
      width: 1,
      answer: (piece) => Promise.resolve(replayer.answer(piece)),
      end: () => Promise.resolve(),
    };
  }
  const workerData: WorkerSetUp = { machine: machineToData(host.machine), options };
  const pool = new Piscina<FlowPiece, PieceAnswer>({
    filename: new URL('replay-worker.js', import.meta.url).href,
    name: 'answerPiece',
    minThreads: workers,
    maxThreads: workers,
    workerData,
  });
  return {
    width: workers * AHEAD,
    answer: (piece) => pool.run(piece, { transferList: [piece.bytes.buffer] }),
    end: () => pool.destroy(),
  };
}
