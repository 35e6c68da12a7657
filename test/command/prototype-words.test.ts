import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { runCommand } from '../../src/command/commands.js';
import { ROOT_NAMESPACE } from '../../src/machine/machine.js';
import { newMachine } from '../../src/machine/new-machine.js';
import { readSession } from './session.js';

// Words that every JavaScript object knows: a table of words must not.
const WORDS = ['constructor', '-constructor', '--constructor'];

const names = readdirSync(fileURLToPath(new URL('sessions/', import.meta.url))).map((file) =>
  file.replace(/\.jsonl$/, ''),
);
/** One command line for each way to begin. */
const lines = new Map(
  names
    .flatMap((name) => readSession(name).steps)
    .map(({ argv }) => [argv.slice(0, 3).join(' '), argv] as const),
);

it.each(['ip', 'iptables', 'ip6tables', 'iptables-restore', 'ipset', 'sysctl', 'wg'])(
  '%s takes a word that every object knows for any other word',
  (tool) => {
    const machine = newMachine();
    const failures: string[] = [];
    const attempt = (words: readonly string[]): void => {
      try {
        runCommand(machine, ROOT_NAMESPACE, words);
      } catch (error) {
        failures.push(`${words.join(' ')}: ${String(error)}`);
      }
    };
    for (const argv of [...lines.values()].filter(([name]) => name === tool)) {
      for (const [at] of argv.slice(1).entries()) {
        for (const word of WORDS) attempt(argv.with(at + 1, word));
      }
    }
    expect(failures).toEqual([]);
  },
);
