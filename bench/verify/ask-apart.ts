import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { ProofJob, ProofTimes } from './proof-worker.js';

const WORKER = fileURLToPath(new URL('proof-worker.js', import.meta.url));

/** Has a question asked in a process of its own. @throws Error when the answer is wrong */
export async function askApart(job: ProofJob): Promise<ProofTimes> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--max-old-space-size=4000',
    WORKER,
    JSON.stringify(job),
  ]);
  const times: ProofTimes = JSON.parse(stdout);
  return times;
}
