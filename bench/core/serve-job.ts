import { parentPort } from 'node:worker_threads';

/** In a worker: says that it is ready, and does the work whenever WorkerJob asks for it. */
export function serveJob(work: () => unknown): void {
  parentPort?.on('message', () => {
    parentPort?.postMessage(work(), []);
  });
  parentPort?.postMessage('ready', []);
}
