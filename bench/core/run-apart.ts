import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SuiteResult } from './suite.js';

/** No suite of a report takes longer; what does has hung. */
const MOST_SECONDS = 600;

/**
 * Runs one suite in a process of its own, which has all memory to itself and takes nobody along when it fails. Gives what it found.
 *
 * @throws Error when it fails, or takes too long
 */
export async function runApart(name: string, args: readonly string[]): Promise<SuiteResult> {
  const folder = mkdtempSync(join(tmpdir(), 'nexthop-suite-'));
  try {
    const file = join(folder, 'result.json');
    const main = process.argv[1] ?? '';
    const words = ['--max-old-space-size=4096', main, ...args, '--only', name, '--result', file];
    const child = spawn(process.execPath, words, {
      stdio: ['ignore', 'inherit', 'inherit'],
      timeout: 1000 * MOST_SECONDS,
    });
    const [status, signal] = await once(child, 'exit');
    if (status !== 0) throw new Error(`it ended with status ${status ?? signal}`);
    // What the same program has written: a result of that suite.
    const result: SuiteResult = JSON.parse(readFileSync(file, 'utf8'));
    return result;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
