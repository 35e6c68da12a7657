import { describe, expect, it } from 'vitest';
import { Host } from '../../src/host/host.js';
import { icmp } from '../../src/packet/make-packet.js';
import { printJourney } from '../../src/trace/journey.js';

const SWITCH = [
  'ip netns add sw',
  'ip netns add a',
  'ip netns add b',
  'ip netns add c',
  'ip -n sw link add br0 address 02:00:00:00:00:fe type bridge',
  'ip -n sw link set br0 up',
  ...['a', 'b', 'c'].flatMap((name, place) => [
    `ip link add eth0 address 02:00:00:00:00:0${place + 1} netns ${name} type veth peer name to-${name} netns sw`,
    `ip -n sw link set to-${name} master br0`,
    `ip -n sw link set to-${name} up`,
    `ip -n ${name} link set eth0 up`,
    `ip -n ${name} addr add 10.0.0.${place + 1}/24 dev eth0`,
  ]),
  'ip -n a neigh add 10.0.0.2 lladdr 02:00:00:00:00:02 dev eth0',
  'ip -n b neigh add 10.0.0.1 lladdr 02:00:00:00:00:01 dev eth0',
];

function printPing(host: Host): string {
  return printJourney(host.journey(icmp({ dst: '10.0.0.2' })), (_, text) => text);
}

function at(host: Host, name: string): Host {
  return Host.fromMachine(host.machine, name);
}

// That it goes so is in networks/bridge-entries, as recorded of the kernel.
describe('an entry of bridge fdb', () => {
  it('is named where it decides', () => {
    const wrong = 'bridge -n sw fdb add 02:00:00:00:00:02 dev to-c master static';
    const printed = printPing(at(Host.fromCommands([...SWITCH, wrong]), 'a'));
    expect(printed).toContain('→ port to-c by its static entry of bridge fdb');
    expect(printed).toContain('c: dropped at frame for another host');
  });

  it('is named where it has the bridge keep a frame', () => {
    const own = 'bridge -n sw fdb add 02:00:00:00:00:02 dev to-c master';
    expect(printPing(at(Host.fromCommands([...SWITCH, own]), 'a'))).toContain(
      'sw: dropped at bridge fdb entry 02:00:00:00:00:02, came by br0',
    );
  });

  it('is listed where frames have moved it, but for its VLAN', () => {
    const wrong = 'bridge -n sw fdb add 02:00:00:00:00:02 dev to-c master static';
    const host = at(Host.fromCommands([...SWITCH, wrong]), 'b');
    const { host: after } = host.journey(icmp({ dst: '10.0.0.1' }));
    const list = (one: Host, dev: string): string =>
      one.exec(['bridge', '-n', 'sw', 'fdb', 'show', 'dev', dev]).stdout;
    expect(list(host, 'to-c')).toContain('02:00:00:00:00:02 master br0 static\n');
    expect(list(after, 'to-c')).toContain('02:00:00:00:00:02 vlan 1 master br0 static\n');
    expect(list(after, 'to-c')).not.toContain('02:00:00:00:00:02 master br0 static\n');
    expect(list(after, 'to-b')).toContain('02:00:00:00:00:02 master br0 static\n');
  });
});

it('isolated ports keep neighbours apart', () => {
  const isolated = ['to-a', 'to-c'].map((port) => `bridge -n sw link set dev ${port} isolated on`);
  const host = at(Host.fromCommands([...SWITCH, ...isolated]), 'a');
  expect(host.ping({ dst: '10.0.0.2' }).result).toBe('answered');
  expect(host.ping({ dst: '10.0.0.3' }).journey[0]).toMatchObject({
    kind: 'drop',
    at: 'neighbour 10.0.0.3 dev eth0',
  });
});
