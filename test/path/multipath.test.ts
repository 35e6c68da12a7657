import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runCommand } from '../../src/command/commands.js';
import { namespaceOf, type Machine } from '../../src/machine/machine.js';
import { newMachine } from '../../src/machine/new-machine.js';

/** What was set, and what the kernel answered then. Recorded by multipath/record.py. */
interface Round {
  readonly run: readonly string[];
  readonly answers: readonly { readonly ask: string; readonly answer: string }[];
}

function read(name: string): string {
  return readFileSync(new URL(`multipath/${name}`, import.meta.url), 'utf8').trimEnd();
}

function readRounds(name: string): readonly Round[] {
  const [, ...lines] = read(name).split('\n');
  return lines.map((line): Round => JSON.parse(line));
}

function run(machine: Machine, line: string): ReturnType<typeof runCommand> {
  return runCommand(machine, '', line.split(' '));
}

const host = read('setup.sh')
  .split('\n')
  .reduce((machine, line) => {
    const result = run(machine, line);
    if (result.exit !== 0) throw new Error(`${line}: ${result.stderr}`);
    return result.machine;
  }, newMachine());

describe.each([
  'v4.jsonl',
  'v4-policy-1.jsonl',
  'v4-objects-policy-1.jsonl',
  'v6.jsonl',
  'v6-policy-1.jsonl',
  'v6-objects-policy-1.jsonl',
])('%s', (name) => {
  it.each(readRounds(name).map((round) => [round.run.join('; '), round] as const))(
    'after %s every flow goes where the kernel sent it',
    (_words, round) => {
      const set = round.run.reduce((machine, line) => run(machine, line).machine, host);
      const answers = round.answers.map(({ ask }) => {
        const { stdout, stderr } = run(set, ask);
        return { ask, answer: stdout + stderr };
      });
      expect(answers).toEqual(round.answers);
      expect(answers.length).toBeGreaterThanOrEqual(60);
      expect(namespaceOf(set, '').traffic).toEqual(namespaceOf(host, '').traffic);
    },
  );
});
