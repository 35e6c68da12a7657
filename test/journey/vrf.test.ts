import { describe, expect, it } from 'vitest';
import { Host } from '../../src/host/host.js';
import { icmp, tcp, udp } from '../../src/packet/make-packet.js';

// What passes which hook, and what the second lookup looks at, was seen on 6.18.15 in a virtual machine (NFLOG in every chain).
const NETWORK = [
  'ip link set lo up',
  'sysctl -qw net.ipv4.ip_forward=1',
  'ip netns add far',
  'ip link add e0 type veth peer name f0 netns far',
  'ip link add e1 type veth peer name f1 netns far',
  'ip -n far link set f0 up',
  'ip -n far link set f1 up',
  'ip -n far addr add 10.0.0.2/24 dev f0',
  'ip -n far addr add 10.0.1.2/24 dev f1',
  'ip link set e0 up',
  'ip link set e1 up',
  'ip addr add 10.0.1.1/24 dev e1',
  'ip link add red type vrf table 10',
  'ip link set red up',
  'ip link set e0 master red',
  'ip addr add 10.0.0.1/24 dev e0',
  'ip addr add 10.5.5.5/32 dev red',
  'ip route add 172.16.0.0/16 dev red',
  'ip route add 172.16.0.0/16 via 10.0.0.2 table 10',
];
const host = Host.fromCommands(NETWORK);
const leaked = udp({ dst: '172.16.0.1', dport: 53 });
const forwarded = udp({ iif: 'e1', src: '10.0.1.2', dst: '172.16.0.1', dport: 53 });
const devicesOf = (at: Host, packet = leaked): readonly (string | undefined)[] =>
  at.journey(packet).journey.flatMap((hop) => (hop.kind === 'transmit' ? [hop.dev] : []));

it('comes back in through the VRF that has the address, and is explained so', () => {
  const { steps } = host.explain(icmp({ dst: '10.0.0.1', oif: 'e0' }));
  expect(steps).toContainEqual({ kind: 'loopback', dev: 'red' });
});

describe('what a route leads into a VRF', () => {
  it('is looked up again in its table', () => {
    const [into, out] = host.journey(leaked).journey;
    expect(into).toMatchObject({ packet: 0, kind: 'transmit', dev: 'red', src: '10.5.5.5' });
    expect(out).toMatchObject({ packet: 0, kind: 'transmit', dev: 'e0', gateway: '10.0.0.2' });
  });

  it('loses one hop when it is forwarded', () => {
    const hops = host.journey(forwarded).journey.filter(({ kind }) => kind === 'transmit');
    expect(hops).toMatchObject([
      { dev: 'red', iif: 'e1', ttl: 63 },
      { dev: 'e0', iif: null, ttl: 63 },
    ]);
  });

  it.each([
    ['iif lo', 'e1'],
    ['iif red', 'e1'],
    ['oif red', 'e0'],
    ['tos 0x10', 'e0'],
  ])('is met by the rule %s as a packet by %s', (selector, dev) => {
    const ruled = host.run([
      'ip route add default via 10.0.1.2 table 20',
      `ip rule add ${selector} lookup 20 pref 500`,
    ]);
    expect(devicesOf(ruled, forwarded)).toEqual(['red', dev]);
  });

  it.each([
    ['OUTPUT -o red', ['e1']],
    ['POSTROUTING -o red', ['red', 'e0']],
    ['OUTPUT -o e0', ['red', 'e1']],
  ])('is looked up without its mark; marked in %s', (where, devices) => {
    const marked = host.run([
      'ip route add default via 10.0.1.2 table 20',
      'ip rule add fwmark 5 lookup 20 pref 500',
      `iptables -t mangle -A ${where} -j MARK --set-mark 5`,
    ]);
    expect(devicesOf(marked)).toEqual(devices);
  });

  it('is translated where it leaves the VRF, and not where it enters', () => {
    const snat = (dev: string): Host =>
      host.run([`iptables -t nat -A POSTROUTING -o ${dev} -j SNAT --to-source 10.9.9.9`]);
    expect(snat('red').journey(leaked).journey[1]).toMatchObject({ src: '10.5.5.5' });
    expect(snat('e0').journey(leaked).journey[1]).toMatchObject({ src: '10.9.9.9' });
  });

  it('is gone when the VRF has no route, and found out where it is unreachable', () => {
    const none = host.run(['ip route del 172.16.0.0/16 table 10']);
    expect(none.journey(leaked).sender).toEqual({ result: 'silent' });
    const unreachable = host.run(['ip route replace unreachable 172.16.0.0/16 table 10']);
    expect(unreachable.journey(leaked).sender).toEqual({ result: 'error', errno: 'ENOBUFS' });
  });

  it('is received by the VRF for its own address', () => {
    const own = host.run(['ip route add 10.0.0.0/24 dev red']);
    const hops = own.journey(udp({ dst: '10.0.0.1', dport: 9 })).journey;
    expect(hops).toMatchObject([
      { kind: 'transmit', dev: 'red' },
      { kind: 'deliver', dev: 'red' },
      { kind: 'transmit', dev: 'red', cause: 'icmp-error', src: '10.0.0.1', dst: '10.5.5.5' },
      { kind: 'deliver', dev: 'red', cause: 'icmp-error' },
    ]);
  });
});

describe('what comes in by a port of a VRF', () => {
  const answers = (packet: ReturnType<typeof udp>, at = host): readonly unknown[] =>
    at.journey(packet).journey.filter(({ cause, ns }) => cause !== 'sent' && ns === null);

  it('is answered in the domain of the VRF', () => {
    const ping = icmp({ iif: 'e0', src: '10.0.0.2', dst: '10.0.0.1' });
    expect(answers(ping)).toMatchObject([{ cause: 'reply', dev: 'e0', dst: '10.0.0.2' }]);
    const expired = udp({ iif: 'e0', src: '10.0.0.2', dst: '172.16.0.1', dport: 53, ttl: 1 });
    expect(answers(expired)).toMatchObject([{ cause: 'icmp-error', dev: 'e0', icmpType: 11 }]);
  });

  it('is not for sockets of no device, unless they take it', () => {
    const listening = host.listen({ protocol: 'tcp', port: 80 });
    const syn = tcp({ iif: 'e0', src: '10.0.0.2', dst: '10.0.0.1', dport: 80 });
    expect(answers(syn, listening)[0]).toMatchObject({ tcpFlags: 'RA', dev: 'e0' });
    const accepting = listening.run(['sysctl -qw net.ipv4.tcp_l3mdev_accept=1']);
    expect(answers(syn, accepting)[0]).toMatchObject({ tcpFlags: 'SA', dev: 'e0' });
  });
});

describe('a packet of a VRF', () => {
  it('passes OUTPUT and POSTROUTING with the VRF as its device, then with its port', () => {
    const rules = ['OUTPUT -o red', 'OUTPUT -o e0', 'POSTROUTING -o red', 'POSTROUTING -o e0'];
    const watched = host.run(rules.map((rule) => `iptables -t mangle -A ${rule}`));
    const { host: after } = watched.journey(udp({ dst: '10.0.0.2', dport: 53, oif: 'e0' }));
    const { stdout } = after.exec(['iptables-save', '-c', '-t', 'mangle']);
    const counted = stdout.match(/^\[1:\d+\] -A (?:OUTPUT|POSTROUTING) -o \S+/gm) ?? [];
    expect(counted).toHaveLength(rules.length);
  });

  it('is gone with a VRF that is down, once it has passed the hooks for that', () => {
    const rules = ['OUTPUT -o red', 'POSTROUTING -o red', 'OUTPUT -o e0'];
    const watched = host.run([
      'ip link set red down',
      ...rules.map((rule) => `iptables -t mangle -A ${rule}`),
    ]);
    const { host: after, ...gone } = watched.journey(
      udp({ dst: '10.0.0.2', dport: 53, oif: 'e0' }),
    );
    expect(gone.sender.result).toBe('silent');
    const { stdout } = after.exec(['iptables-save', '-c', '-t', 'mangle']);
    expect(stdout.match(/^\[\d+(?=:\d+\] -A)/gm)).toEqual(['[1', '[0', '[1']);
  });

  it('goes by the VRF to the address of a port', () => {
    const hops = host.journey(udp({ dst: '10.0.0.1', dport: 53, oif: 'e0' })).journey;
    expect(hops[0]).toMatchObject({ kind: 'transmit', iif: null, dev: 'red' });
    expect(hops[1]).toMatchObject({ kind: 'deliver', dev: 'red' });
  });
});

// Seen on 7.2.7 in a virtual machine: the VRF's own pass loses the packet, and the socket learns nothing.
it('a packet that a chain drops on its way to a port of a VRF is no error for its sender', () => {
  const dropping = host.run('iptables -A OUTPUT -j DROP');
  const bound = udp({ dst: '10.0.0.2', dport: 53, oif: 'e0' });
  expect(dropping.send(bound).kind).toBe('drop');
  expect(dropping.send(udp({ dst: '10.0.1.2', dport: 53 }))).toMatchObject({ errno: 'EPERM' });
});

// Seen on 7.2.7 in a virtual machine, with sockets that ask for all errors (IP_RECVERR).
describe('what is for an address of a VRF', () => {
  const asked = icmp({ dst: '10.0.0.1', oif: 'e0' });

  it('is looked up again by the VRF, so that a rule before its own leads it elsewhere', () => {
    const ruled = host.run([
      'ip route add default via 10.0.1.2 table 20',
      'ip rule add pref 900 lookup 20',
    ]);
    expect(host.send(asked)).toMatchObject({ kind: 'deliver' });
    expect(ruled.send(asked)).toMatchObject({ kind: 'transmit', dev: 'red', gateway: null });
    expect(ruled.journey(asked).journey.slice(0, 2)).toMatchObject([
      { kind: 'transmit', dev: 'red' },
      { kind: 'transmit', dev: 'e1', gateway: '10.0.1.2', src: '10.0.0.1' },
    ]);
  });

  it('is gone where the VRF finds it unreachable from its source', () => {
    const ruled = host.run(['ip rule add pref 900 from 10.0.0.1 unreachable']);
    const { journey, sender } = ruled.journey(asked);
    expect(sender).toEqual({ result: 'error', errno: 'ENOBUFS' });
    expect(journey).toMatchObject([{ kind: 'transmit', dev: 'red' }, { kind: 'drop' }]);
  });

  it('goes to the device of another domain that has the address, too', () => {
    const doubled = host.run(['ip addr add 10.0.0.1/32 dev e1']);
    expect(doubled.journey(asked).journey.slice(0, 3)).toMatchObject([
      { kind: 'transmit', dev: 'red' },
      { kind: 'transmit', dev: 'lo' },
      { kind: 'deliver', dev: 'lo' },
    ]);
  });
});

// Seen on 7.2.7 in a virtual machine.
describe('IPv6 in a VRF', () => {
  const six = host.run([
    'sysctl -qw net.ipv6.conf.all.forwarding=1',
    'ip addr add fd00:1::1/64 dev e1 nodad',
    'ip addr add fd00::1/64 dev e0 nodad',
    'ip addr add fd00:5::1/64 dev red nodad',
    'ip -n far addr add fd00::2/64 dev f0 nodad',
    'ip -6 route add 2001:db8::/32 via fd00:1::2',
  ]);
  const sent = (src: string | undefined, oif: string | undefined, dst = 'fd00::2') =>
    six.send(udp({ dst, src, oif, dport: 53 }));

  it.each([
    ['fd00:5::1', 'e0'],
    ['fd00::1', 'red'],
    ['fd00:5::1', 'red'],
  ])('has %s for a socket that is bound to %s', (src, oif) => {
    expect(sent(src, oif)).toMatchObject({ kind: 'transmit', dev: 'e0', src });
  });

  it.each([
    ['fd00:1::1', 'red'],
    ['fd00:5::1', undefined],
    ['fd00::1', undefined],
    ['fd00::1', 'e1'],
  ])('does not have %s for a socket that is bound to %s', (src, oif) => {
    expect(sent(src, oif)).toMatchObject({ kind: 'error', errno: 'EADDRNOTAVAIL' });
  });

  it('has sources of its own, also for what leaves it, and gives none to others', () => {
    expect(sent(undefined, undefined, '2001:db8::9')).toMatchObject({ src: 'fd00:1::1' });
    expect(sent(undefined, undefined, 'fd00:5::1')).toMatchObject({ errno: 'ENETUNREACH' });
    const left = six.run(['ip -6 rule add pref 900 lookup main']);
    expect(left.send(udp({ dst: '2001:db8::9', oif: 'red', dport: 53 }))).toMatchObject({
      dev: 'e1',
      src: 'fd00:5::1',
    });
  });

  it('has the VRF forward to itself what only its own device leads to, until no hop is left', () => {
    const { journey } = six.journey(udp({ dst: 'fd00:5::9', oif: 'red', ttl: 3, dport: 53 }));
    expect(journey.slice(0, 4)).toMatchObject([
      { kind: 'transmit', dev: 'red', ttl: 3 },
      { kind: 'transmit', dev: 'red', ttl: 2 },
      { kind: 'transmit', dev: 'red', ttl: 1 },
      { kind: 'drop', at: 'ttl' },
    ]);
    const host6 = six.run(['sysctl -qw net.ipv6.conf.all.forwarding=0']);
    const kept = host6.journey(udp({ dst: 'fd00:5::9', oif: 'red', ttl: 3, dport: 53 }));
    expect(kept.journey.map(({ kind }) => kind)).toEqual(['transmit', 'drop']);
  });
});

it('what enters a VRF without a source gets one of the device by which it leaves', () => {
  const bare = Host.fromCommands([
    ...NETWORK.slice(0, 12),
    'ip link add blue type vrf table 11',
    'ip link set blue up',
    'ip route add 172.16.0.0/16 dev blue',
    'ip route add 172.16.0.0/16 via 10.0.1.2 dev e1 table 11',
  ]);
  expect(bare.journey(leaked).journey.slice(0, 2)).toMatchObject([
    { dev: 'blue', src: '0.0.0.0' },
    { dev: 'e1', src: '10.0.1.1' },
  ]);
});

// Seen on 7.2.7: a socket that is bound to no device takes nothing out of the VRF's domain, though the VRF itself has sent it.
it('keeps what it was led to from sockets outside, unless they accept it', () => {
  const server = host
    .run(['ip route add 10.0.0.0/24 dev red'])
    .listen({ protocol: 'tcp', port: 22 });
  const asked = tcp({ dst: '10.0.0.1', dport: 22 });
  const far = (of: Host): Host =>
    Host.fromMachine(of.run(['ip -n far route add 10.0.0.1 via 10.0.1.1 dev f1']).machine, 'far');
  const refused = { result: 'error', errno: 'ECONNREFUSED' };
  expect(far(server).journey(asked).sender).toMatchObject(refused);
  expect(server.journey({ ...asked, oif: 'red' }).sender).toMatchObject(refused);
  const accepting = server.run(['sysctl -qw net.ipv4.tcp_l3mdev_accept=1']);
  expect(far(accepting).journey(asked).sender).toMatchObject({ result: 'connected' });
});
