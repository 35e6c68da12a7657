import * as fc from 'fast-check';
import { CommandError, Host, ParseError } from 'nexthop';
import { machineToData } from '../../../src/machine/machine-data.js';
import { nearText } from '../draw/near-text.js';
import { WG_COMMANDS, WG_CONFIGURATIONS } from '../draw/wireguard.js';
import { nearWords } from '../draw/near-words.js';
import { commandsOf, inputsOf, histories } from '../draw/recordings.js';
import { COMMANDS, TEXT } from '../shape.js';
import type { Target } from '../target.js';
import { carryOut, type Answered } from './carried-out.js';
import { richHost } from './hosts.js';
import { holdReadAgain } from './read-again.js';

/** Runs commands one after the other, from a host with some of everything. */
function runCommands(commands: readonly (readonly string[])[]): unknown {
  let host = richHost();
  const answers: Answered[] = [];
  for (const words of commands) {
    const ran = carryOut(host, words);
    host = ran.host;
    answers.push(ran.answered);
  }
  if (host.machine !== richHost().machine) holdReadAgain(host);
  return [answers, machineToData(host.machine)];
}

function toolTarget(name: string, ...tools: readonly string[]): Target<string[][]> {
  return {
    name,
    shape: COMMANDS,
    inputs: () => nearCommands(commandsOf(...tools)),
    run: runCommands,
    allowed: [],
    milliseconds: 2000,
    runs: 60,
  };
}

function nearCommands(commands: readonly (readonly string[])[]): fc.Arbitrary<string[][]> {
  return fc.array(nearWords(commands), { minLength: 1, maxLength: 3 });
}

/** A command that reads its input: texts near those that were recorded, and others. */
function inputTarget(
  name: string,
  words: readonly string[],
  texts: () => readonly string[],
): Target<string> {
  return {
    name,
    shape: TEXT,
    inputs: () => nearText(texts()),
    run: (text) => {
      const { host, answered } = carryOut(richHost(), words, text);
      if (host.machine !== richHost().machine) holdReadAgain(host);
      return [answered, machineToData(host.machine)];
    },
    allowed: [],
    milliseconds: 2000,
    runs: 30,
  };
}

function saved(...words: readonly string[]): readonly string[] {
  return [richHost().exec(words).stdout];
}

/** Histories as text, a command a line. */
function plainTexts(): readonly string[] {
  return histories().map((history) => history.map((words) => words.join(' ')).join('\n'));
}

function batchTexts(): readonly string[] {
  return histories().map((history) =>
    history.flatMap(([tool, ...words]) => (tool === 'ip' ? [words.join(' ')] : [])).join('\n'),
  );
}

const iptablesTexts = (): readonly string[] => [
  ...inputsOf('iptables-restore', 'ip6tables-restore'),
  ...saved('iptables-save'),
  ...saved('iptables-save', '-c'),
  ...saved('ip6tables-save'),
];

/** The simulated tools, by their words and by their input. */
export const commandTargets = [
  toolTarget('ip', 'ip'),
  toolTarget('iptables', 'iptables', 'ip6tables', 'iptables-save', 'ip6tables-save'),
  toolTarget('ipset', 'ipset'),
  toolTarget('nft', 'nft'),
  toolTarget('sysctl', 'sysctl'),
  { ...toolTarget('wg'), inputs: () => nearCommands(WG_COMMANDS) },
  inputTarget('ip-batch', ['ip', '-batch', '-'], batchTexts),
  inputTarget('ip-batch-force', ['ip', '-force', '-batch', '-'], batchTexts),
  inputTarget('iptables-restore', ['iptables-restore'], iptablesTexts),
  inputTarget('ip6tables-restore', ['ip6tables-restore', '--noflush'], iptablesTexts),
  inputTarget('ipset-restore', ['ipset', 'restore'], () => [
    ...inputsOf('ipset'),
    ...saved('ipset', 'save'),
  ]),
  inputTarget('nft-file', ['nft', '-f', '-'], () => inputsOf('nft')),
  inputTarget('wg-setconf', ['wg', 'setconf', 'wg0', '/dev/stdin'], () => WG_CONFIGURATIONS),
  inputTarget('sysctl-load', ['sysctl', '-p', '-'], () => [
    ...inputsOf('sysctl'),
    ...saved('sysctl', 'net.ipv4.conf'),
    ...saved('sysctl', 'net.ipv6.conf'),
  ]),
  {
    name: 'plain-commands',
    shape: TEXT,
    inputs: () => nearText(plainTexts()),
    run: (text) => machineToData(Host.fromCommands(text).machine),
    allowed: [{ of: ParseError }, { of: CommandError }],
    milliseconds: 2000,
    runs: 20,
  } satisfies Target<string>,
];
