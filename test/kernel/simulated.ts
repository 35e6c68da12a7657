import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { printQuestion, type Question } from './question.js';
import { withoutDates } from './recording.js';
import type { Ran } from './world.js';

/** One line of what `nexthop trace --json` answers. */
export interface SimulatedAnswer {
  readonly kind: string;
  readonly exit?: number;
  readonly stdout?: string;
  readonly stderr?: string;
  readonly dev?: string | null;
  readonly gateway?: string | null;
  readonly neighbour?: string | null;
  readonly src?: string | null;
  readonly dst?: string | null;
  readonly dport?: number | null;
  readonly mark?: number | null;
  readonly tos?: number | null;
  readonly ttl?: number | null;
  readonly errno?: string | null;
  readonly icmp?: { readonly type: number; readonly code: number } | null;
}

const CLI = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/** Runs a set-up under `nexthop run`, from a file of the name that the kernel's side gives it too. */
export function runSimulated(setup: string): Ran {
  return withFiles({ 'setup.sh': setup }, (folder) => nexthop(folder, 'run', 'setup.sh'));
}

/** Asks `nexthop trace` every question in order, on a host that starts fresh. */
export function askSimulated(questions: readonly Question[]): SimulatedAnswer[] {
  const lines = questions.map((question) => `${printQuestion(question)}\n`).join('');
  const ran = withFiles({ 'setup.sh': '', 'packets.jsonl': lines }, (folder) =>
    nexthop(folder, 'trace', 'setup.sh', '--packets', 'packets.jsonl', '--json'),
  );
  const answers = ran.stdout.split('\n').filter((line) => line !== '');
  if (answers.length === 0) throw new Error(`nexthop trace: exit ${ran.exit}\n${ran.stderr}`);
  return answers.map((line): SimulatedAnswer => JSON.parse(line));
}

/** What a command did, of the answer to a `run` line. */
export function ranOf({ exit = 0, stdout = '', stderr = '' }: SimulatedAnswer): Ran {
  return withoutDates({ exit, stdout, stderr });
}

function nexthop(folder: string, ...argv: string[]): Ran {
  const ran = spawnSync(process.execPath, [CLI, ...argv], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  return withoutDates({ exit: ran.status ?? -1, stdout: ran.stdout, stderr: ran.stderr });
}

function withFiles<Result>(
  files: Readonly<Record<string, string>>,
  use: (folder: string) => Result,
): Result {
  const folder = mkdtempSync(join(tmpdir(), 'nexthop-'));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
