import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { linesOf, parseRecorded, type Recorded } from '../../journey/network.js';

const RECORDER = fileURLToPath(new URL('record.py', import.meta.url));

/** What the live kernel's packets do in the network that a script makes: an answer for each request. Needs root. */
export async function playJourneys(
  setup: string,
  requests: readonly string[],
): Promise<readonly Recorded[]> {
  const folder = await mkdtemp(join(tmpdir(), 'nexthop-journey-'));
  try {
    const [script, asked] = [join(folder, 'setup.sh'), join(folder, 'requests.jsonl')];
    await writeFile(script, setup);
    await writeFile(asked, requests.map((line) => `${line}\n`).join(''));
    const { stdout } = await promisify(execFile)('python3', [RECORDER, script, asked]);
    return linesOf(stdout).map(parseRecorded);
  } finally {
    await rm(folder, { recursive: true });
  }
}
