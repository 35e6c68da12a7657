import { workerData } from 'node:worker_threads';
import { Host } from '../../host/host.js';
import { machineFromData, type MachineData } from '../../machine/machine-data.js';
import type { FlowPiece } from '../../replay/flows/flow-piece.js';
import { PieceReplayer, type PieceAnswer, type PieceOptions } from '../../replay/piece-replayer.js';

/** What a worker is started with. */
export interface WorkerSetUp {
  /** The host as the set-up left it: a script that runs twice may make two hosts. */
  readonly machine: MachineData;
  readonly options: PieceOptions;
}

const { machine, options }: WorkerSetUp = workerData;
const replayer = new PieceReplayer(Host.fromMachine(machineFromData(machine)), options);

/** Answers one piece of a file, in a worker thread that has the host of its own. */
export function answerPiece(piece: FlowPiece): PieceAnswer {
  return replayer.answer(piece);
}
