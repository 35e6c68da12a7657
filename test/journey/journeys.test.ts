import { describe, expect, it } from 'vitest';
import { schemaErrors } from '../cli/trace-schema.js';
import { Host } from '../../src/host/host.js';
import { icmp, udp } from '../../src/packet/make-packet.js';
import { BRIDGE_LOOP } from './bridge-loop.js';
import { journeyDifferences } from './journey-differences.js';
import { linesOf, parseRecorded, read, readNetworks, simulate } from './network.js';

// Recorded by test/kernel/journey/record.py on Linux 6.18.44, those of the virtual machine on 6.18.15 and 7.2.7; iproute2 6.15, iptables 1.8.11.
describe.each([...readNetworks('reference'), ...readNetworks('vm')])(
  'the packets of $name',
  (network) => {
    const requests = linesOf(read(network.requests));
    const recorded = linesOf(read(network.recording)).map(parseRecorded);
    const answers = simulate(read(network.setup), requests);

    it('have an answer each', () => {
      expect(recorded).toHaveLength(requests.length);
    });

    it.each(requests.map((request, place) => ({ request, place })))(
      'go where those of the kernel went: $request',
      ({ place }) => {
        expect(journeyDifferences(answers[place] ?? {}, recorded[place] ?? {})).toEqual([]);
      },
    );
  },
);

const LOOP = [
  'ip netns add middle',
  'ip netns add far',
  'ip link add eth0 type veth peer name left netns middle',
  'ip link set eth0 up',
  'ip -n middle link set left up',
  'ip -n middle link add right type veth peer name eth0 netns far',
  'ip -n middle link set right up',
  'ip -n far link set eth0 up',
  'ip addr add 10.0.0.1/24 dev eth0',
  'ip -n middle addr add 10.0.0.2/24 dev left',
  'ip -n middle addr add 10.1.0.1/24 dev right',
  'ip -n far addr add 10.1.0.2/24 dev eth0',
  'ip route add default via 10.0.0.2',
  'ip -n middle route add 10.9.0.0/16 via 10.1.0.2',
  'ip -n far route add default via 10.1.0.1',
  'ip netns exec middle sysctl -qw net.ipv4.ip_forward=1',
  'ip netns exec far sysctl -qw net.ipv4.ip_forward=1',
];

describe('a routing loop', () => {
  it('ends when the hops are used up, and the sender learns of it', () => {
    const { journey, sender, cut } = Host.fromCommands(LOOP).journey(
      udp({ dst: '10.9.0.1', dport: 9 }),
    );
    expect(journey.filter(({ packet }) => packet === 0)).toHaveLength(65);
    expect(sender).toEqual({
      result: 'error',
      errno: 'EHOSTUNREACH',
      icmp: { type: 11, code: 0, from: '10.1.0.2' },
    });
    expect(cut).toBeUndefined();
  });
});

describe('a loop of bridges', () => {
  it('is followed within a bound, and cut', () => {
    const { journey, cut } = Host.fromCommands(BRIDGE_LOOP).journey(
      udp({ dst: '10.0.0.255', dport: 9 }),
    );
    expect(cut).toBe(true);
    expect(journey.filter(({ kind }) => kind === 'bridge').length).toBeGreaterThan(128);
  });
});

describe('a journey', () => {
  it('leaves its traces on the machine, and the machine before it as it was', () => {
    const host = Host.fromCommands(LOOP).run('iptables -A INPUT -m conntrack --ctstate NEW');
    const { host: after } = host.journey(icmp({ dst: '10.0.0.2' }));
    expect(after.namespace.traffic.connections4.connections.size).toBe(1);
    expect(host.namespace.traffic.connections4.connections.size).toBe(0);
  });

  it('is an answer that the schema takes', () => {
    const host = Host.fromCommands(LOOP);
    const packet = icmp({ dst: '10.0.0.2' });
    const answer = { ...host.send(packet), ...host.journey(packet) };
    expect(schemaErrors('answer', JSON.parse(JSON.stringify(answer)))).toEqual([]);
  });
});
