import { describe, expect, it } from 'vitest';
import { Host } from '../../src/host/host.js';
import { icmp, udp } from '../../src/packet/make-packet.js';

const NETWORK = [
  'ip netns add b',
  'ip link set lo up',
  'ip link add e0 type veth peer name e0 netns b',
  'ip link set e0 up',
  'ip -n b link set e0 up',
  'ip addr add 10.0.0.1/24 dev e0',
  'ip -n b addr add 10.0.0.2/24 dev e0',
  'ip addr add fd00::1/64 dev e0 nodad',
  'ip -n b addr add fd00::2/64 dev e0 nodad',
];

/** A host whose packets have made neighbours known, on both sides. */
const pinged = [icmp({ dst: '10.0.0.2' }), icmp({ dst: 'fd00::2' })].reduce(
  (host, packet) => Host.fromMachine(host.journey(packet).host.machine),
  Host.fromCommands(NETWORK),
);

function ask(host: Host, command: string): [exit: number, printed: string] {
  const { exit, stdout, stderr } = host.exec(command.split(' '));
  return [exit, stdout + stderr];
}

const EXISTS = [2, 'RTNETLINK answers: File exists\n'];
const NOT_FOUND = [2, 'RTNETLINK answers: No such file or directory\n'];
const ONE_FLUSHED = [
  0,
  '\n*** Round 1, deleting 1 entries ***\n*** Flush is complete after 1 round ***\n',
];
const NOTHING = [0, 'Nothing to flush.\n'];

// All answers are those of 6.18.44 with iproute2 6.15.0.
describe('a neighbour that packets have made known', () => {
  it.each([
    ['ip neigh add 10.0.0.2 lladdr 02:00:00:00:00:99 dev e0', EXISTS],
    ['ip -6 neigh add fd00::2 lladdr 02:00:00:00:00:99 dev e0', EXISTS],
    ['ip neigh change 10.0.0.2 lladdr 02:00:00:00:00:99 dev e0 nud permanent', [0, '']],
    ['ip neigh del 10.0.0.2 dev e0', [0, '']],
    ['ip -6 neigh del fd00::2 dev e0', [0, '']],
    ['ip -s neigh flush to 10.0.0.2 nud reachable', ONE_FLUSHED],
    ['ip -s neigh flush to 10.0.0.2 nud permanent', NOTHING],
    ['ip -n b -s neigh flush to 10.0.0.1 nud reachable', NOTHING],
    ['ip -n b -s neigh flush to 10.0.0.1', ONE_FLUSHED],
  ])('is an entry of the table to %s', (command, answer) => {
    expect(ask(pinged, command)).toEqual(answer);
  });

  it.each([
    ['10.0.0.2', 'ip neigh del 10.0.0.2 dev e0'],
    ['10.0.0.2', 'ip neigh flush dev e0'],
    ['fd00::2', 'ip -6 neigh flush to fd00::2'],
  ])('%s is gone after %s', (address, command) => {
    const host = pinged.run(command);
    expect(ask(host, `ip neigh del ${address} dev e0`)).toEqual(NOT_FOUND);
    const packet = udp({ dst: address, dport: 9 });
    const isKnown = (asked: Host): boolean => asked.send(packet).neighbour !== 'none';
    expect([isKnown(pinged), isKnown(host)]).toEqual([true, false]);
  });

  it('gives way to what is said of it', () => {
    const given = pinged.run('ip neigh replace 10.0.0.2 lladdr 02:00:00:00:00:99 dev e0');
    expect(ask(given, 'ip neigh show to 10.0.0.2')[1]).toBe(
      '10.0.0.2 dev e0 lladdr 02:00:00:00:00:99 PERMANENT \n',
    );
    expect(ask(given.run('ip neigh del 10.0.0.2 dev e0'), 'ip neigh del 10.0.0.2 dev e0')).toEqual(
      NOT_FOUND,
    );
  });
});
