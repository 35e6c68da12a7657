import { workerData } from 'node:worker_threads';
import { Replayer, type BatchAnswer, type ReplayOptions } from '../replay/replayer.js';
import type { FlowBatch } from '../replay/flows/flow-batch.js';
import { hostFromScript } from './set-up-host.js';

/** What a worker is started with. */
export interface WorkerSetUp {
  readonly script: string;
  readonly name: string;
  readonly options: ReplayOptions;
}

const { script, name, options }: WorkerSetUp = workerData;
/** What the script complains about was told when the host was set up first. */
const silent = { stderr: () => Promise.resolve() };
const replayer = hostFromScript(script, name, silent).then((host) => new Replayer(host, options));

/** Answers one batch, in a worker thread that has the host of its own. */
export async function answerBatch(batch: FlowBatch): Promise<BatchAnswer> {
  return (await replayer).answer(batch);
}
