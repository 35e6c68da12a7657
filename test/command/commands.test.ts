import { expect, it } from 'vitest';
import { COMMANDS, runCommand } from '../../src/command/commands.js';
import { namespaceOf, ROOT_NAMESPACE } from '../../src/machine/machine.js';
import { missingOf } from '../../src/machine/missing.js';
import { newMachine } from '../../src/machine/new-machine.js';

it('answers for an unknown tool as a shell does', () => {
  const { machine, ...answer } = runCommand(newMachine(), ROOT_NAMESPACE, ['nosuch', '-x']);
  expect(missingOf(machine)).toEqual([
    { what: 'nosuch', command: 'nosuch -x', inputLine: null, place: null },
  ]);
  expect(answer).toEqual({
    stdout: '',
    stderr: 'nosuch: command not found\n',
    exit: 127,
    unsimulated: [{ kind: 'refused', what: 'nosuch' }],
  });
});

it('finds a tool by its path', () => {
  const machine = newMachine();
  const long = runCommand(machine, ROOT_NAMESPACE, ['/usr/sbin/ip', 'rule']);
  expect(long).toEqual(runCommand(machine, ROOT_NAMESPACE, ['ip', 'rule']));
  expect(long.exit).toBe(0);
});

it('does nothing without a word', () => {
  const machine = newMachine();
  expect(runCommand(machine, ROOT_NAMESPACE, [])).toEqual({
    machine,
    stdout: '',
    stderr: '',
    exit: 0,
  });
});

it('knows every tool by its name', () => {
  expect([...COMMANDS.keys()]).toEqual(
    expect.arrayContaining(['ip', 'sysctl', 'iptables', 'ip6tables', 'iptables-save']),
  );
});

function writtenRules(...words: readonly string[]): readonly string[] {
  const batch = 'rule add table 6 # second\n';
  const { machine } = runCommand(newMachine(), ROOT_NAMESPACE, words, batch);
  const { v4, v6 } = namespaceOf(machine, ROOT_NAMESPACE);
  return [...v4.rules, ...v6.rules].flatMap(({ written }) => written ?? []);
}

it('keeps what the user wrote of a rule, also from a batch', () => {
  expect(writtenRules('ip', 'rule', 'add', 'iif', 'a b*', 'table', '5')).toEqual([]);
  expect(writtenRules('ip', 'ru', 'a', 'iif', 'a*b', 'ta', '5')).toEqual([
    "ip ru a iif 'a*b' ta 5",
  ]);
  expect(writtenRules('ip', '-6', '-batch', '-')).toEqual(['ip -6 rule add table 6']);
});

it('leaves the machine as it was when a command is refused', () => {
  const { machine } = runCommand(newMachine(), ROOT_NAMESPACE, [
    'ip',
    'rule',
    'add',
    'pref',
    '5',
    'table',
    '7',
  ]);
  const again = runCommand(machine, ROOT_NAMESPACE, [
    'ip',
    'rule',
    'add',
    'pref',
    '5',
    'table',
    '7',
  ]);
  expect(again).toMatchObject({ exit: 2, stderr: 'RTNETLINK answers: File exists\n' });
  expect(again.machine).toBe(machine);
});
