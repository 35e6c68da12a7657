import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/**
 * Work that is done and timed in a worker, whose heap holds nothing else: what other contestants and the bench itself have lying about
 * would be walked by every garbage collection.
 */
export class WorkerJob<Result> {
  private constructor(private readonly worker: Worker) {}

  /** Starts a worker; waits until it is ready. */
  static async start<Result>(module: URL, workerData: unknown): Promise<WorkerJob<Result>> {
    const worker = new Worker(module, { workerData });
    await once(worker, 'message');
    return new WorkerJob<Result>(worker);
  }

  /** Has the work done once. */
  async run(): Promise<Result> {
    const answer = once(this.worker, 'message');
    this.worker.postMessage('run', []);
    const result: Result = (await answer)[0];
    return result;
  }

  /** Ends the worker. */
  async stop(): Promise<void> {
    await this.worker.terminate();
  }
}
