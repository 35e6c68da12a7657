import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { breakCopy, projectCopy } from './break-copy.js';
import { BREAKS } from './breaks.js';

interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

/** The first test of the default run that fails in a copy of the project, which is removed; undefined when none does. That a break is one isn't asked: a test of its own holds that. */
function failingTest(copy: string, words: readonly string[]): string | undefined {
  try {
    const run = spawnSync(
      process.execPath,
      [
        join(copy, 'node_modules/vitest/vitest.mjs'),
        'run',
        '--bail',
        '1',
        '--exclude',
        'test/breaks.test.ts',
        '--reporter',
        'json',
        ...words,
      ],
      { cwd: copy, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 1 << 30 },
    );
    const report: Report = JSON.parse(run.stdout.slice(run.stdout.indexOf('{')));
    return report.testResults
      .flatMap(({ assertionResults }) => assertionResults)
      .find(({ status }) => status === 'failed')?.fullName;
  } finally {
    rmSync(copy, { recursive: true });
  }
}

// Holds the default test run against each deliberate break, without a live kernel: npm run test:breaks -- [NAME [VITEST WORDS...]]
const [only = '', ...words] = process.argv.slice(2);
const unbroken = failingTest(projectCopy(), words);
if (unbroken !== undefined) {
  process.stdout.write(`FAILS UNBROKEN  ${unbroken}\n`);
  process.exit(1);
}
for (const wrong of BREAKS.filter(({ name }) => name.includes(only))) {
  const found = failingTest(breakCopy(wrong), words);
  process.stdout.write(`${found === undefined ? 'NOT FOUND' : 'found'}  ${wrong.name}\n`);
  if (found === undefined) process.exitCode = 1;
  else process.stdout.write(`       ${found}\n`);
}
