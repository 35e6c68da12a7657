import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runCommand } from '../../../src/command/commands.js';
import { splitCommands } from '../../../src/host/command-lines.js';
import { newMachine } from '../../../src/machine/new-machine.js';
import { readGolden, type Call } from '../../golden/golden.js';

/** One line of a recording: a command with its answer, a file that was written, or a new network namespace. */
type Line = Call | { readonly write: string; readonly text: string } | { readonly fresh: true };

/** The calls of one recording as the simulator answers them. */
function replay(lines: readonly Line[]): Line[] {
  const files = new Map<string, string>();
  let machine = newMachine();
  return lines.map((line) => {
    if ('fresh' in line) {
      machine = newMachine().set('files', machine.files);
      return line;
    }
    if ('write' in line) {
      files.set(line.write, line.text);
      machine = machine.set('files', machine.files.set(line.write, line.text));
      return line;
    }
    const [, command = '', input] = /^(.*?)(?: < (\S+))?$/.exec(line.run) ?? [];
    const stdin = input === undefined ? '' : files.get(input);
    const words = splitCommands(command)[0]?.words ?? [];
    const result = runCommand(machine, '', words, stdin, (path) => files.get(path));
    ({ machine } = result);
    return { run: line.run, exit: result.exit, stdout: result.stdout, stderr: result.stderr };
  });
}

describe.each(['golden/', 'rule/golden/', 'netns/golden/'])('%s', (path) => {
  const folder = new URL(path, import.meta.url);
  test.each(readdirSync(folder).map((file) => basename(file, '.jsonl')))(
    'ip answers as the kernel and iproute2 did: %s',
    (name) => {
      const { lines } = readGolden<Line>(new URL(`${name}.jsonl`, folder));
      expect(lines.length).toBeGreaterThan(0);
      expect(replay(lines)).toEqual(lines);
    },
  );
});
