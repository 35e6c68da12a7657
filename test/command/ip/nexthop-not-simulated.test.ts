import { expect, it } from 'vitest';
import { runCommand } from '../../../src/command/commands.js';
import { newMachine } from '../../../src/machine/new-machine.js';
import { missingOf } from '../../../src/machine/missing.js';
import type { Machine } from '../../../src/machine/machine.js';

function run(machine: Machine, line: string): ReturnType<typeof runCommand> {
  return runCommand(machine, '', line.split(' '));
}

const machine = [
  'ip link set lo up',
  'ip nexthop add id 1 blackhole',
  'ip nexthop add id 10 group 1 type resilient buckets 4',
].reduce((before, line) => run(before, line).machine, newMachine());

it.each([
  ['ip nexthop fdb', 'ip nexthop add id 2 via 10.0.1.2 fdb'],
  ['ip nexthop encap', 'ip nexthop add id 2 encap mpls 100 dev lo'],
  ['ip nexthop hw_stats', 'ip nexthop add id 2 group 1 hw_stats on'],
  ['ip nexthop bucket', 'ip nexthop bucket list'],
  ['ip nexthop list master', 'ip nexthop list master lo'],
  [
    'ip nexthop replace of a resilient group',
    'ip nexthop replace id 10 group 1 type resilient buckets 4',
  ],
  ['-statistics of nexthops', 'ip -s nexthop'],
])('%s is refused by name', (name, line) => {
  const { machine: after, ...answer } = run(machine, line);
  expect(after.set('missing', machine.missing)).toEqual(machine);
  expect(missingOf(after)).toEqual([{ what: name, command: line, inputLine: null, place: null }]);
  expect(answer).toEqual({
    stdout: '',
    stderr: `nexthop: ${name} is not simulated\n`,
    exit: 3,
    unsimulated: [{ kind: 'refused', what: name }],
  });
});
