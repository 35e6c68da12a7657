import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BREAKS, type Break } from './breaks.js';

const PROJECT = fileURLToPath(new URL('../../../', import.meta.url));
const COPIED = ['src', 'test', 'docs', 'package.json', 'tsconfig.json'];
const MINUTES = 5;

/** A copy of the project in which one thing is broken. */
function breakCopy({ name, file, text, instead }: Break): string {
  const copy = mkdtempSync(join(tmpdir(), 'nexthop-break-'));
  for (const part of COPIED) cpSync(join(PROJECT, part), join(copy, part), { recursive: true });
  symlinkSync(join(PROJECT, 'node_modules'), join(copy, 'node_modules'));
  const path = join(copy, file);
  const parts = readFileSync(path, 'utf8').split(text);
  if (parts.length !== 2)
    throw new Error(`${name}: ${file} has the text ${parts.length - 1} times`);
  writeFileSync(path, parts.join(instead));
  return copy;
}

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
