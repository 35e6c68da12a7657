import { expect, it } from 'vitest';
import { Host } from '../../src/host/host.js';
import { icmp, udp } from '../../src/packet/make-packet.js';

const host = Host.fromCommands(`
  ip netns add server
  ip link add eth0 type veth peer name e0 netns server
  ip link set eth0 up
  ip addr add 10.2.0.1/24 dev eth0
  ip -n server link set e0 up
  ip -n server addr add 10.2.0.5/24 dev e0
  ip netns exec server iptables -A INPUT -p udp --dport 53 -j DROP
  ip netns exec server iptables -A OUTPUT -p icmp -j ACCEPT
`);

it('an explanation that follows has the steps of each walk', () => {
  const { outcome, steps, journey, legs } = host.explain(udp({ dst: '10.2.0.5', dport: 53 }), {
    follow: true,
  });
  expect(outcome.kind).toBe('transmit');
  expect(legs.map(({ packet, cause, ns }) => [packet, cause, ns])).toEqual([
    [0, 'sent', null],
    [0, 'sent', 'server'],
  ]);
  expect(legs[0]?.steps).toEqual(steps);
  expect(legs[1]).toMatchObject({ outcome: { kind: 'drop', at: 'filter INPUT rule 1' } });
  expect(legs[1]?.steps.some(({ kind }) => kind === 'chain-rule')).toBe(true);
  expect(journey).toEqual(host.journey(udp({ dst: '10.2.0.5', dport: 53 })).journey);
});

it('so have answers, each as a packet of its own', () => {
  const { legs } = host.explain(icmp({ dst: '10.2.0.5' }), { follow: true });
  expect(legs.map(({ packet, cause, ns }) => [packet, cause, ns])).toEqual([
    [0, 'sent', null],
    [0, 'sent', 'server'],
    [1, 'reply', 'server'],
    [1, 'reply', null],
  ]);
});

it('one that does not follow is of one host', () => {
  expect(host.explain(icmp({ dst: '10.2.0.5' }))).not.toHaveProperty('legs');
});
