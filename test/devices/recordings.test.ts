import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runCommand } from '../../src/command/commands.js';
import { splitCommands } from '../../src/host/command-lines.js';
import { newMachine } from '../../src/machine/new-machine.js';
import type { Machine } from '../../src/machine/machine.js';
import { masked, readRecording, type Answer } from './recording.js';

const folder = new URL('recorded/', import.meta.url);

function run(machine: Machine, namespace: string, command: string): [Machine, string] {
  const words = splitCommands(command)[0]?.words ?? [];
  const result = runCommand(machine, namespace, words, '', () => undefined);
  const status = result.exit === 0 ? '' : `[exit ${result.exit}]\n`;
  const printed = result.stdout + result.stderr;
  const end = printed === '' || printed.endsWith('\n') ? '' : '\n[no line end]\n';
  return [result.machine, printed + end + status];
}

function replay(answers: readonly Answer[]): readonly Answer[] {
  let machine = newMachine();
  for (const name of ['w', 'peer']) [machine] = run(machine, '', `ip netns add ${name}`);
  return answers.map(({ command }) => {
    let printed: string;
    [machine, printed] = run(machine, 'w', command);
    return { command, printed };
  });
}

describe('devices answer as they did when they were recorded:', () => {
  test.each(readdirSync(folder).map((name) => basename(name, '.txt')))('%s', (name) => {
    const answers = readRecording(readFileSync(new URL(`${name}.txt`, folder), 'utf8'));
    expect(answers.length).toBeGreaterThan(5);
    expect(replay(answers).map(masked)).toEqual(answers.map(masked));
  });
});
