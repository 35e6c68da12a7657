import { describe, expect, it } from 'vitest';
import { runCommand } from '../../../../src/command/commands.js';
import { newMachine } from '../../../../src/machine/new-machine.js';
import { missingOf } from '../../../../src/machine/missing.js';
import type { Machine } from '../../../../src/machine/machine.js';

function run(machine: Machine, line: string): ReturnType<typeof runCommand> {
  return runCommand(machine, '', line.split(' '));
}

const machine = [
  'ip link set lo up',
  'ip link add e1 type veth peer name p1',
  'ip link set e1 up',
  'ip link set p1 up',
  'ip addr add 10.0.1.1/24 dev e1',
  'ip -6 addr add fd00:1::1/64 dev e1 nodad',
  'ip -6 route add fd00:9::/64 via fd00:1::2',
].reduce((before, line) => run(before, line).machine, newMachine());

describe('what Linux has and is not simulated', () => {
  it.each([
    ['ip route nexthop realms', 'ip route add 1.0.0.0/8 nexthop via 10.0.1.2 realms 5'],
    ['ip -6 route prohibit nexthop', 'ip route add prohibit fd00:6::/64 nexthop via fd00:1::2'],
    ['ip route encap', 'ip route add 1.0.0.0/8 encap ip id 5 dst 1.2.3.4 dev e1'],
    ['ip route via mpls', 'ip route add 1.0.0.0/8 via mpls 5 dev e1'],
    ['ip route via link', 'ip route show via link 5'],
    ['ip route nat', 'ip route add nat 1.2.3.4 scope 255'],
    ['ip route xresolve', 'ip route add xresolve 1.2.3.4 scope 255'],
    ['ip -6 route nat', 'ip -6 route add nat fd00:5::/64 dev e1'],
    ['ip route blackhole onlink', 'ip route add blackhole 1.0.0.0/8 onlink'],
    ['ip -6 route expires', 'ip -6 route add fd00:5::/64 dev e1 expires 10'],
    ['ip route get notify', 'ip route get 10.0.1.2 notify'],
    ['ip -6 route get flowlabel', 'ip route get fd00:1::2 flowlabel 5'],
    ['ip -statistics route get', 'ip -s route get 10.0.1.2'],
    ['ip route save', 'ip route save'],
    ['ip route restore', 'ip route restore'],
    ['ip route showdump', 'ip route showdump'],
  ])('is refused by name: %s', (name, line) => {
    const { machine: after, ...answer } = run(machine, line);
    expect(after.set('missing', machine.missing)).toEqual(machine);
    expect(missingOf(after)).toMatchObject([{ what: name, command: line, place: null }]);
    expect(answer).toEqual({
      stdout: '',
      stderr: `nexthop: ${name} is not simulated\n`,
      exit: 3,
      unsimulated: [{ kind: 'refused', what: name }],
    });
  });
});
