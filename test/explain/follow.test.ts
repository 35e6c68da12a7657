import { describe, expect, it } from 'vitest';
import { Host } from '../../src/host/host.js';
import { icmp, udp } from '../../src/packet/make-packet.js';
import { printLegs } from '../../src/trace/legs.js';

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

describe('a frame that a bridge floods', () => {
  const switched = Host.fromCommands(`
    ip link set lo up
    ip netns add sw
    ip -n sw link set lo up
    ip -n sw link add br0 type bridge
    ip -n sw link set br0 up
    ip link add eth0 type veth peer name p1 netns sw
    ip link set eth0 up
    ip addr add 10.0.0.1/24 dev eth0
    ip neigh add 10.0.0.77 lladdr 02:00:00:00:00:77 dev eth0
    ip -n sw link set p1 up
    ip -n sw link set p1 master br0
    ip netns add h2
    ip link add eth0 netns h2 type veth peer name p2 netns sw
    ip -n h2 link set eth0 up
    ip -n sw link set p2 up
    ip -n sw link set p2 master br0
    ip netns add h3
    ip link add eth0 netns h3 type veth peer name p3 netns sw
    ip -n h3 link set eth0 up
    ip -n sw link set p3 up
    ip -n sw link set p3 master br0
    ip netns exec sw nft add table ip t
    ip netns exec sw nft add chain ip t f '{ type filter hook forward priority 0; }'
    ip netns exec sw nft add rule ip t f numgen inc mod 2 0 drop
  `);
  const { legs } = switched.explain(udp({ dst: '10.0.0.77', dport: 53 }), { follow: true });

  it('has a walk with the port by which it came, and one for each port by which it leaves', () => {
    expect(legs.map(({ ns, outcome: { kind }, bridge }) => [ns, kind, bridge])).toEqual([
      [null, 'transmit', undefined],
      ['sw', 'transmit', { iif: 'p1', dev: null, stage: 'received' }],
      ['sw', 'drop', { iif: 'p1', dev: 'p3', stage: null }],
      ['sw', 'transmit', { iif: 'p1', dev: 'p2', stage: 'through' }],
    ]);
  });

  it('is printed with these ports', () => {
    const text = printLegs(legs.slice(1), { all: false, paint: (_, word) => word });
    const lines = text.split('\n').filter((line) => /^[#→✗]/u.test(line));
    expect(lines).toEqual([
      '#0 in sw, from port p1',
      '→ stays on bridge br0, which looks for the ports it leaves by, source 10.0.0.1',
      '#0 in sw, from port p1 to port p3',
      '✗ dropped at ip t f rule 1',
      '#0 in sw, from port p1 to port p2',
      '→ leaves bridge br0 by port p2, source 10.0.0.1',
    ]);
  });
});
