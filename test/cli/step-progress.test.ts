import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { runCli } from '../../src/cli/program.js';
import { fakeTerminal } from './fake-terminal.js';

/** What a command shows on a terminal while it works. */
async function shownBy(...argv: readonly string[]): Promise<string> {
  const progress = Object.assign(new PassThrough(), { isTTY: true, columns: 80 });
  let shown = '';
  progress.on('data', (chunk: Buffer) => {
    shown += chunk.toString();
  });
  await runCli(argv, fakeTerminal({ 'setup.sh': 'ip link set lo up\n' }, { progress }));
  return shown;
}

describe('the bar on a terminal', () => {
  it.each([
    ['classes', 'setup.sh'],
    ['diff', 'setup.sh', 'setup.sh'],
    ['prove', 'setup.sh', 'every tcp never leaves'],
    ['lint', 'setup.sh'],
  ])('shows how far %s is', async (...argv) => {
    expect(await shownBy(...argv)).toMatch(/\d%/);
  });
});
