import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { assertNever } from '../../../src/assert-never.js';
import { VM } from '../world.js';
import { breakCopy, PROJECT } from './break-copy.js';
import { BREAKS, type Break } from './breaks.js';

const MINUTES = 5;

/** How the judge that is to find a break is run in a copy of the project; undefined where it can't be. */
function judgeWords(
  copy: string,
  judge: Break['judge'],
  seed: number,
): readonly string[] | undefined {
  const shared = ['--minutes', MINUTES, '--seed', seed, '--first'].map(String);
  const main = (folder: string): string => join(copy, 'test/kernel', folder, 'main.ts');
  switch (judge) {
    case undefined:
      return [main('judge'), ...shared];
    case 'nft':
      return [main('judge'), ...shared, '--theme', 'nft'];
    case 'networks':
      // A network with many packets takes minutes on a busy machine, and most breaks show in few.
      return [main('journey'), ...shared, '--packets', '14'];
    case 'devices':
      return VM === undefined ? undefined : [main('judge'), ...shared, '--theme', 'devices'];
    default:
      return assertNever(judge);
  }
}

/** What a judge says of a break, and after how many seconds. */
function judgeBreak(wrong: Break, seed: number): { found: string | undefined; output: string } {
  const copy = breakCopy(wrong);
  try {
    const words = judgeWords(copy, wrong.judge, seed);
    if (words === undefined) return { found: 'NOT ASKED', output: '  needs NEXTHOP_VM\n' };
    const started = Date.now();
    const { status, stdout } = spawnSync(join(PROJECT, 'node_modules/.bin/tsx'), words, {
      cwd: copy,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const seconds = ((Date.now() - started) / 1000).toFixed(0);
    return { found: status === 1 ? `${seconds} s` : undefined, output: stdout };
  } finally {
    rmSync(copy, { recursive: true });
  }
}

const seed = Number(process.argv[2] ?? Date.now() % 0x7fffffff);
process.stdout.write(`seed ${seed}\n`);
const only = process.argv[3] ?? '';
for (const wrong of BREAKS.filter(
  ({ name, judge = 'hosts' }) => name.includes(only) || judge === only,
)) {
  const { found = 'NOT FOUND', output } = judgeBreak(wrong, seed);
  process.stdout.write(`${found.padStart(9)}  ${wrong.name}\n`);
  if (!found.startsWith('NOT')) continue;
  process.stdout.write(output);
  process.exitCode = 1;
}
