import { runCommand } from '../../src/command/commands.js';
import { newMachine } from '../../src/machine/new-machine.js';
import type { Machine } from '../../src/machine/machine.js';
import { refusedName } from './refusal.js';
import type { Call, IptablesRule, RuleString } from './golden.js';

/** One question as the simulator answers it, beside what the kernel answered. */
export interface Comparison {
  readonly question: string;
  readonly kernel: unknown;
  readonly simulated: unknown;
  /** What the simulator said that it doesn't simulate, in its own words; undefined when it answered. */
  readonly refused: string | undefined;
}

/** Asks the simulator a rule string, on a fresh machine. */
export function compareRuleString(line: RuleString): Comparison {
  const { family, args, exit, stderr, shown, deleteExit } = line;
  const ip = (machine: Machine, words: string) =>
    runCommand(machine, '', `ip -${family} rule ${words}`.trim().split(/\s+/));
  const before = ip(newMachine(), 'show').stdout.split('\n');
  const added = ip(newMachine(), `add ${args}`);
  const after = ip(added.machine, 'show').stdout.split('\n');
  const deleted = added.exit === 0 ? ip(added.machine, `del ${args}`).exit : null;
  return {
    question: `ip -${family} rule add ${args}`,
    kernel: { exit, stderr, shown, deleteExit },
    simulated: {
      exit: added.exit,
      stderr: added.stderr,
      shown: after.filter((shownLine) => !before.includes(shownLine)),
      deleteExit: deleted,
    },
    refused: refusedName(added.stderr),
  };
}

/** Asks the simulator an iptables rule in each of its chains and families, each in an empty table. */
export function compareIptablesRule(line: IptablesRule): Comparison[] {
  const { table, chains, families, rule, exit, stderr, saved } = line;
  const places = families.flatMap((family) => chains.map((chain) => ({ family, chain })));
  return places.map(({ family, chain }) => {
    const tool = family === 4 ? 'iptables' : 'ip6tables';
    const words = `${tool} -t ${table} -A ${chain} ${rule}`.trim();
    const added = runCommand(newMachine(), '', words.split(' '));
    const after = runCommand(added.machine, '', [`${tool}-save`, '-t', table]).stdout.split('\n');
    const rules = after.filter((savedLine) => savedLine.startsWith('-A '));
    return {
      question: words,
      kernel: { exit, stderr: stderr.replaceAll('iptables', tool), saved },
      simulated: {
        exit: added.exit,
        stderr: added.stderr,
        saved: rules.map((savedLine) => savedLine.slice(`-A ${chain} `.length)),
      },
      refused: refusedName(added.stderr),
    };
  });
}

/** Plays a replay on one simulated machine. */
export function compareCalls(lines: readonly Call[]): Comparison[] {
  let machine = newMachine();
  return lines.map(({ run, exit, stdout, stderr }) => {
    const ran = runCommand(machine, '', run.split(' '));
    machine = ran.machine;
    return {
      question: run,
      kernel: { exit, stdout, stderr },
      simulated: { exit: ran.exit, stdout: ran.stdout, stderr: ran.stderr },
      refused: refusedName(ran.stderr),
    };
  });
}
