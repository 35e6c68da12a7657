import { workerData } from 'node:worker_threads';
import type { FlowPiece } from '../replay/flows/flow-piece.js';
import { PieceReplayer, type PieceAnswer, type PieceOptions } from '../replay/piece-replayer.js';
import { nodeTerminal } from './node-terminal.js';
import { hostFromScript } from './set-up-host.js';

/** What a worker is started with. */
export interface WorkerSetUp {
  readonly script: string;
  readonly name: string;
  /** Where the command was called, and what scripts may read. */
  readonly cwd: string;
  readonly mounts: readonly string[];
  readonly options: PieceOptions;
}

const { script, name, cwd, mounts, options }: WorkerSetUp = workerData;
/** What the script complains about was told when the host was set up first. */
const silent = { ...nodeTerminal(), cwd, mounts, stderr: () => Promise.resolve() };
const replayer = hostFromScript(script, name, silent).then(
  (host) => new PieceReplayer(host, options),
);

/** Answers one piece of a file, in a worker thread that has the host of its own. */
export async function answerPiece(piece: FlowPiece): Promise<PieceAnswer> {
  return (await replayer).answer(piece);
}
