import { describe, expect, it } from 'vitest';
import { runCommand } from '../../../../src/command/commands.js';
import { newMachine } from '../../../../src/machine/new-machine.js';
import { namespaceOf, type Machine } from '../../../../src/machine/machine.js';

function run(machine: Machine, line: string): ReturnType<typeof runCommand> {
  return runCommand(machine, '', line.split(' '));
}

const machine = [
  'ip link set lo up',
  'ip link add e1 type veth peer name p1',
  'ip link set e1 up',
  'ip link set p1 up',
  'ip addr add 10.0.1.1/24 dev e1',
].reduce((before, line) => run(before, line).machine, newMachine());

describe('a route of type local', () => {
  it('is remembered when a command adds it, and only then', () => {
    const custom = (of: Machine): boolean => namespaceOf(of, '').v4.customLocalRoutes;
    expect(custom(machine)).toBe(false);
    expect(custom(run(machine, 'ip route add local 10.9.9.9 dev e1').machine)).toBe(true);
    expect(custom(run(machine, 'ip route add local 10.9.9.9').machine)).toBe(false);
  });
});

describe('a route', () => {
  it('keeps the command that made it, as it was written', () => {
    const line = 'ip route add default via 10.0.1.2';
    const table = namespaceOf(run(machine, line).machine, '').v4.tables.get(254);
    const written = [...(table?.routes.values() ?? [])].flat().map((route) => route.written);
    expect(written.filter((text) => text !== undefined)).toEqual([line]);
  });
});
