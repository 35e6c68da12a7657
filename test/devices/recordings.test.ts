import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runCommand } from '../../src/command/commands.js';
import { splitCommands } from '../../src/host/command-lines.js';
import { newMachine } from '../../src/machine/new-machine.js';
import type { Machine } from '../../src/machine/machine.js';

const folder = new URL('recorded/', import.meta.url);

/** A command with all that it printed, and its exit status on a line of its own when that isn't 0. */
interface Answer {
  readonly command: string;
  readonly printed: string;
}

function readRecording(text: string): readonly Answer[] {
  const [, ...parts] = text.split(/^\$ /m);
  return parts.map((part) => {
    const end = part.indexOf('\n');
    return { command: part.slice(0, end), printed: part.slice(end + 1) };
  });
}

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

/**
 * Timers run while a kernel is asked, a veth has as many queues as there are processors, a link-layer address that isn't given is one by chance, and what a
 * bridge has learned depends on who has spoken of himself.
 */
function untimed(printed: string): string {
  return printed
    .replaceAll(/(_timer"?:?) *[0-9]+\.[0-9]{2}/g, '$1 TIME')
    .replaceAll(/(num_?[rt]x_?queues"?:? *)[12]\b/g, '$1FEW')
    .replaceAll(/(fdb_n_learned"?:? *)[0-9]+/g, '$1SOME')
    .replaceAll(/(link\/ether |"address": ?")(?!0[0-2]:)[0-9a-f:]{17}/g, '$1CHANCE');
}

/** A tunnel over IPv6 has a permanent address by chance, and a link-local one of it. */
function masked({ command, printed }: Answer): Answer {
  const permanent = untimed(printed).replaceAll(
    /(permaddr(?:":")? ?)[0-9a-f]{0,4}:[0-9a-f:]+::/g,
    '$1CHANCE',
  );
  return { command, printed: permanent.replaceAll(/fe80::[0-9a-f:]+ff:fe[0-9a-f:]+/g, maskOwn) };
}

/** That of a device whose link-layer address was given stays to be compared. */
function maskOwn(address: string): string {
  return /^fe80::(?:ff:fe|[0-9a-f]{0,2}:ff:fe|0?:)/.test(address) ? address : 'LINK-LOCAL';
}

describe('devices answer as they did when they were recorded:', () => {
  test.each(readdirSync(folder).map((name) => basename(name, '.txt')))('%s', (name) => {
    const answers = readRecording(readFileSync(new URL(`${name}.txt`, folder), 'utf8'));
    expect(answers.length).toBeGreaterThan(5);
    expect(replay(answers).map(masked)).toEqual(answers.map(masked));
  });
});
