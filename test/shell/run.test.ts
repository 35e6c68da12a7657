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

// The folder vm has what a kernel with more kinds of device did.
describe.each(['', 'vm/'])('a script of %s does what it does', (part) => {
  const { versions, runs }: Recorded = JSON.parse(read(`${part}recorded.json`));
  describe(`under ${Object.values(versions).join(', ')}`, () => {
    it.each(runs)('$name', async ({ name, stdout, stderr, exit }) => {
      const result = await run(read(`${part}${name}.sh`), {
        name: 'setup.sh',
        args: ['one', 'two words'],
        stdin: 'first line\nsecond line\n',
      });
      expect(result).toMatchObject({ stdout, stderr, exit });
    });
  });
});

// What GNU Bash 5.2.37 prints for the same bytes, from a file.
it('passes over bytes that are 0', async () => {
  const script = 'echo a\n>x\0y\necho b\0c; echo "d\0e"\nls';
  expect(await run(script)).toMatchObject({ stdout: 'a\nbc\nde\nxy\n', stderr: '', exit: 0 });
});

// As GNU Bash 5.2.37 does.
it('loses what is written to a file that a folder has taken the place of, and goes on', async () => {
  const script = 'exec 3>f; rm f; mkdir f; echo lost >&3; echo $?; echo kept >g; cat g; ls f';
  expect(await run(script)).toMatchObject({ stdout: '0\nkept\n', stderr: '', exit: 0 });
});

it('does not take a fault of a folder from outside for a file that is not there', async () => {
  const out = {
    list: async () => Promise.reject(new Error('out of reach')),
    read: async () => new Uint8Array(),
  };
  await expect(run('test -e /srv/data/x', { folders: { '/srv/data': out } })).rejects.toThrow(
    'out of reach',
  );
});
