import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { run } from '../../src/shell/run.js';

interface Recorded {
  readonly versions: Readonly<Record<string, string>>;
  readonly runs: readonly {
    readonly name: string;
    readonly stdout: string;
    readonly stderr: string;
    readonly exit: number;
  }[];
}

const folder = new URL('golden/', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, folder), 'utf8');
const recorded: Recorded = JSON.parse(read('recorded.json'));

describe(`a script does what it does under ${Object.values(recorded.versions).join(', ')}`, () => {
  it.each(recorded.runs)('$name', async ({ name, stdout, stderr, exit }) => {
    const result = await run(read(`${name}.sh`), {
      name: 'setup.sh',
      args: ['one', 'two words'],
      stdin: 'first line\nsecond line\n',
    });
    expect(result).toMatchObject({ stdout, stderr, exit });
  });
});
