import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Host } from '../../src/index.js';
import { splitCommands } from '../../src/host/command-lines.js';

/** A text that nft loads, and what commands of iptables answer then. */
interface View {
  readonly nft: string;
  readonly commands: readonly {
    readonly command: string;
    readonly exit: number;
    readonly stdout: readonly string[];
    readonly stderr: string;
  }[];
}

// Recorded by record-iptables-view.py; its first line states the versions.
const path = new URL('golden/iptables-view.jsonl', import.meta.url);
const [, ...lines] = readFileSync(path, 'utf8').trimEnd().split('\n');
const views = lines.map((line) => JSON.parse(line) as View);

test.each(views.map((view) => [view.nft, view] as const))('%s', (nft, { commands }) => {
  const loaded = Host.fromCommands('ip link set lo up').exec(['nft', '-f', '-'], nft);
  expect(loaded.stderr).toBe('');
  let { host } = loaded;
  const answers = commands.map(({ command }) => {
    const [words] = splitCommands(command);
    const { host: after, exit, stdout, stderr } = host.exec(words?.words ?? []);
    host = after;
    const printed = stdout.split('\n').slice(0, -1);
    const undated = printed.filter((line) => !/^# (Generated|Completed)/.test(line));
    return { command, exit, stdout: undated, stderr };
  });
  expect(answers).toEqual(commands);
});
