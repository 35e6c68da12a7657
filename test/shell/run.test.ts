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

// What GNU Bash 5.2.37 prints for the same bytes, from a file.
it('passes over bytes that are 0', async () => {
  const script = 'echo a\n>x\0y\necho b\0c; echo "d\0e"\nls';
  expect(await run(script)).toMatchObject({ stdout: 'a\nbc\nde\nxy\n', stderr: '', exit: 0 });
});
