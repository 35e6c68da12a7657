import { describe, expect, it } from 'vitest';
import { Host } from '../../src/host/host.js';
import { icmp, udp } from '../../src/packet/make-packet.js';

// What a packet is on its way through the device was seen on 6.18.15 in a virtual machine.
const NETWORK = [
  'ip netns add far',
  'ip link set lo up',
  'ip link add eth0 type veth peer name e0 netns far',
  'ip link set eth0 up',
  'ip addr add 192.0.2.10/24 dev eth0',
  'ip -n far link set lo up',
  'ip -n far link set e0 up',
  'ip -n far addr add 192.0.2.50/24 dev e0',
];
const ends = (mode: string): readonly string[] => [
  `ip tunnel add t0 mode ${mode} remote 192.0.2.50 local 192.0.2.10`,
  'ip addr add 10.9.0.1/30 dev t0',
  'ip link set t0 up',
  `ip -n far tunnel add u0 mode ${mode} remote 192.0.2.10 local 192.0.2.50`,
  'ip -n far addr add 10.9.0.2/30 dev u0',
  'ip -n far link set u0 up',
];
const hostOf = (...commands: readonly string[]): Host => Host.fromCommands(commands);
const data = udp({ dst: '10.9.0.2', dport: 53, mark: 9, tos: 0x48, ttl: 9 });

describe.each([['ipip'], ['gre']])('a packet by %s', (mode) => {
  const host = hostOf(...NETWORK, ...ends(mode));

  it('is sent in another one that keeps its mark and its TTL', () => {
    const [inner, outer] = host.journey(data).journey;
    expect(inner).toMatchObject({ kind: 'transmit', dev: 't0', mark: 9, tos: 0x48, ttl: 9 });
    expect(outer).toMatchObject({
      packet: 1,
      cause: 'tunnel',
      kind: 'transmit',
      dev: 'eth0',
      src: '192.0.2.10',
      dst: '192.0.2.50',
      protocol: mode,
      mark: 9,
      tos: 0,
      ttl: 9,
    });
  });

  it('comes out of the tunnel of those ends', () => {
    const delivered = host.journey(data).journey.filter(({ kind }) => kind === 'deliver');
    expect(delivered[0]).toMatchObject({ ns: 'far', dev: 'e0' });
    expect(delivered[1]).toMatchObject({ ns: 'far', dev: 'u0', src: '10.9.0.1', dst: '10.9.0.2' });
  });

  it('has its answer come back the same way', () => {
    const { journey } = host.journey(icmp({ dst: '10.9.0.2' }));
    const last = journey.at(-1);
    expect(last).toMatchObject({ kind: 'deliver', ns: null, dev: 't0', src: '10.9.0.2' });
  });

  it('is refused when the far end has a tunnel to somebody else', () => {
    const other = host.run(['ip -n far tunnel change u0 remote 192.0.2.11']);
    const { journey } = other.journey(data);
    const last = { kind: 'deliver', ns: null, dev: 'eth0', icmpType: 3, icmpCode: 3 };
    expect(journey.at(-1)).toMatchObject(last);
  });
});

describe('the route of the outer packet', () => {
  const rules = ['ip rule add fwmark 9 unreachable pref 50'];

  it("is looked up with the tunnel's mark, not the packet's", () => {
    const host = hostOf(...NETWORK, ...ends('ipip'));
    const inner = udp({ dst: '10.9.0.2', dport: 53 });
    const marked = 'iptables -t mangle -A POSTROUTING -o t0 -j MARK --set-mark 9';
    const { journey } = host.run([...rules, marked]).journey(inner);
    expect(journey[1]).toMatchObject({ dev: 'eth0', mark: 9 });
    const own = 'ip link set t0 type ipip fwmark 9';
    expect(host.run([...rules, own]).journey(inner).journey).toHaveLength(1);
  });

  it('is looked up anew when a rule of OUTPUT marks it', () => {
    const host = hostOf(...NETWORK, ...ends('gre'));
    const marked = 'iptables -t mangle -A OUTPUT -p gre -j MARK --set-mark 9';
    const { journey } = host.run([...rules, marked]).journey({ ...data, mark: 0 });
    expect(journey.filter(({ kind }) => kind === 'transmit')).toHaveLength(1);
  });
});

it('IPv6 goes by sit, and IPv4 does not come out of one that carries IPv6 only', () => {
  const host = hostOf(
    ...NETWORK,
    ...ends('sit'),
    'ip -6 addr add 2001:db8:9::1/64 dev t0',
    'ip -n far -6 addr add 2001:db8:9::2/64 dev u0',
  );
  const { journey } = host.journey(udp({ dst: '2001:db8:9::2', dport: 53 }));
  expect(journey[1]).toMatchObject({ dev: 'eth0', dst: '192.0.2.50' });
  expect(journey.find(({ kind, iif }) => kind === 'deliver' && iif === 'u0')).toBeDefined();
  const lost = host.journey(data).journey.map(({ ns, kind }) => [ns, kind]);
  expect(lost).toEqual([
    [null, 'transmit'],
    [null, 'transmit'],
    ['far', 'deliver'],
  ]);
});

it('a tunnel in a tunnel inherits TTL and TOS of the packet in both', () => {
  const host = hostOf(
    ...NETWORK,
    ...ends('ipip'),
    'ip tunnel change t0 ttl 64',
    'ip link add g0 type gre remote 192.0.2.50 tos inherit',
    'ip link set g0 up',
    'ip route add 192.0.2.50 dev g0 src 192.0.2.10',
    'ip rule add ipproto gre lookup 9 pref 5',
    'ip route add 192.0.2.50 dev eth0 table 9',
  );
  const [, first, second] = host.journey(data).journey;
  expect(first).toMatchObject({ dev: 'g0', protocol: 'ipip', tos: 0, ttl: 64 });
  expect(second).toMatchObject({ dev: 'eth0', protocol: 'gre', tos: 0x48, ttl: 9 });
  const ping = icmp({ dst: '10.9.0.2', tos: 0x48, ttl: 9 });
  expect(host.journey(ping).journey[2]).toMatchObject({ protocol: 'gre', tos: 0, ttl: 64 });
});

it('a tunnel makes nothing of a packet when the route of the outer one leads back into it', () => {
  const host = hostOf(...NETWORK, ...ends('ipip'), 'ip route add 192.0.2.50 dev t0');
  expect(host.journey(data).journey).toHaveLength(1);
});

// Seen on 7.2.7 in a virtual machine; 6.18.15 goes on to nine devices.
describe('tunnels one in the other', () => {
  const chain = [0, 1, 2, 3].flatMap((n) => [
    `ip link add a${n} type ipip remote 30.0.0.${n} local 192.0.2.10`,
    `ip link set a${n} up`,
    ...(n === 0 ? [] : [`ip route add 30.0.0.${n - 1} dev a${n}`]),
  ]);
  const host = hostOf(...NETWORK, ...chain, 'ip route add 30.0.0.3 via 192.0.2.50');
  const devices = (dst: string): readonly unknown[] =>
    host
      .journey(udp({ dst, dport: 53, src: '192.0.2.10' }))
      .journey.map((hop) => (hop.kind === 'transmit' && hop.ns === null ? hop.dev : hop.kind));

  it('send when there are three, and not when there are four', () => {
    expect(devices('30.0.0.0').slice(0, 4)).toEqual(['a1', 'a2', 'a3', 'eth0']);
    const four = host.run(['ip route add 40.0.0.1 dev a0']);
    const { journey } = four.journey(udp({ dst: '40.0.0.1', dport: 53, src: '192.0.2.10' }));
    expect(journey.slice(0, 4)).toMatchObject([
      { dev: 'a0' },
      { dev: 'a1' },
      { dev: 'a2' },
      { dev: 'a3' },
    ]);
    expect(journey.slice(4)).toMatchObject([{ kind: 'drop', at: 'a3, one tunnel too many' }]);
  });
});
