import { describe, expect, it } from 'vitest';
import { runCommand } from '../../src/command/commands.js';
import type { Machine } from '../../src/machine/machine.js';
import { missingOf } from '../../src/machine/missing.js';
import { newMachine } from '../../src/machine/new-machine.js';
import { IPTABLES_RULES, readGolden, RULE_STRINGS, selfTests } from './golden.js';
import type { Call, IptablesRule, RuleString } from './golden.js';
import { refusedName } from './refusal.js';

/** Takes away or asks for what can't be there: nothing is missing then. */
const ONLY_ASKS = /^ip6?tables(-nft)? (.* )?(-C|-D|--check|--delete) /;

/** Runs a command; what it refused by name stands in the machine that it leaves. */
function runAndLook(machine: Machine, words: readonly string[]): Machine {
  const ran = runCommand(machine, '', words);
  const name = refusedName(ran.stderr);
  const command = words.join(' ');
  const wanted = name === undefined || ONLY_ASKS.test(command) ? [] : [{ what: name, command }];
  const found = missingOf(ran.machine).map((one) => ({ what: one.what, command: one.command }));
  expect({ command, found }).toEqual({ command, found: wanted });
  return ran.machine.set('missing', newMachine().missing);
}

describe('what is refused by name is missing, and nothing else', () => {
  it.each(selfTests())('$name', ({ file }) => {
    readGolden<Call>(file).lines.reduce(
      (machine, { run }) => runAndLook(machine, run.split(' ')),
      newMachine(),
    );
  });

  it('iptables rules', () => {
    for (const { table, chains, families, rule } of readGolden<IptablesRule>(IPTABLES_RULES).lines) {
      for (const family of families) {
        const tool = family === 4 ? 'iptables' : 'ip6tables';
        const words = `${tool} -t ${table} -A ${chains[0] ?? ''} ${rule}`.trim();
        runAndLook(newMachine(), words.split(' '));
      }
    }
  });

  it('ip rules', () => {
    for (const { family, args } of readGolden<RuleString>(RULE_STRINGS).lines) {
      runAndLook(newMachine(), `ip -${family} rule add ${args}`.trim().split(/\s+/));
    }
  });
});
