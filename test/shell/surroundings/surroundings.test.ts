import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { run } from '../../../src/shell/run.js';

interface Recorded {
  readonly versions: Readonly<Record<string, string>>;
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

const folder = new URL('./', import.meta.url);
const names = readdirSync(folder).flatMap((file) => /^(.+)\.sh$/.exec(file)?.[1] ?? []);

/** Each script was run under Bash by record.mjs. */
describe('a script finds around it what it finds under Linux', () => {
  it.each(names)('%s', async (name) => {
    const text = (file: string) => readFileSync(new URL(file, folder), 'utf8');
    const { exit, stdout, stderr }: Recorded = JSON.parse(text(`${name}.json`));
    const ran = await run(text(`${name}.sh`), {
      name: 'setup.sh',
      args: ['one', 'two words'],
      stdin: 'first line\nsecond line\n',
    });
    expect(ran).toMatchObject({ exit, stdout, stderr });
  });
});
