import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { runCommand } from '../../../../src/command/commands.js';
import { newMachine } from '../../../../src/machine/new-machine.js';
import { readGolden, type Call } from '../../../golden/golden.js';

const folder = new URL('golden/', import.meta.url);

/** The calls of one recording as the simulator answers them. */
function replay(calls: readonly Call[]): Call[] {
  let machine = newMachine();
  return calls.map(({ run }) => {
    const result = runCommand(machine, '', run.split(' '));
    ({ machine } = result);
    return { run, exit: result.exit, stdout: result.stdout, stderr: result.stderr };
  });
}

describe('ip route answers as the kernel and iproute2 did', () => {
  test.each(readdirSync(folder))('%s', (file) => {
    const { lines } = readGolden<Call>(new URL(file, folder));
    expect(lines.length).toBeGreaterThan(0);
    expect(replay(lines)).toEqual(lines);
  });
});
