import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { breakCopy, PROJECT } from './break-copy.js';
import { BREAKS, type Break } from './breaks.js';

const MINUTES = 5;

/** After how many seconds the judge finds a break; undefined when it doesn't. */
function judgeBreak(wrong: Break, seed: number): { seconds: number | undefined; output: string } {
  const copy = breakCopy(wrong);
  try {
    const started = Date.now();
    const words = ['--minutes', MINUTES, '--seed', seed, '--first'].map(String);
    const { status, stdout } = spawnSync(
      join(PROJECT, 'node_modules/.bin/tsx'),
      [join(copy, 'test/kernel/judge/main.ts'), ...words],
      { cwd: copy, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
    );
    const seconds = (Date.now() - started) / 1000;
    return { seconds: status === 1 ? seconds : undefined, output: stdout };
  } finally {
    rmSync(copy, { recursive: true });
  }
}

const seed = Number(process.argv[2] ?? Date.now() % 0x7fffffff);
process.stdout.write(`seed ${seed}\n`);
const only = process.argv[3] ?? '';
for (const wrong of BREAKS.filter(({ name }) => name.includes(only))) {
  const { seconds, output } = judgeBreak(wrong, seed);
  const found = seconds === undefined ? 'NOT FOUND' : `${seconds.toFixed(0)} s`;
  process.stdout.write(`${found.padStart(9)}  ${wrong.name}\n`);
  if (seconds === undefined) process.stdout.write(output);
  process.exitCode = seconds === undefined ? 1 : (process.exitCode ?? 0);
}
