import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { run } from '../../src/shell/run.js';

interface Recorded {
  readonly version: string;
  readonly runs: readonly {
    readonly script: string;
    readonly stdout: string;
    readonly stderr: string;
    readonly exit: number;
  }[];
}

const recorded: Recorded = JSON.parse(
  readFileSync(new URL('recorded.json', import.meta.url), 'utf8'),
);

describe(`a script does what it does under ${recorded.version}`, () => {
  it.each(recorded.runs)('$script', async ({ script, stdout, stderr, exit }) => {
    const result = await run(script, { name: 'setup.sh', args: ['one', 'two words'] });
    expect(result).toMatchObject({ stdout, stderr, exit });
  });
});
