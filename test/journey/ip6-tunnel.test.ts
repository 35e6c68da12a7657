import { describe, expect, it } from 'vitest';
import { Host } from '../../src/host/host.js';
import { icmp, udp } from '../../src/packet/make-packet.js';

// What a packet is on its way through the device was seen on 6.18.15 and 7.2.7 in a virtual machine.
const NETWORK = `
  ip netns add far
  ip link set lo up
  ip link add e0 type veth peer name p0 netns far
  ip link add e1 type veth peer name p1 netns far
  ip link set e0 up
  ip link set e1 up
  ip -6 addr add fd00::1/64 dev e0 nodad
  ip -6 addr add fd01::1/64 dev e1 nodad
  ip -n far link set lo up
  ip -n far link set p0 up
  ip -n far link set p1 up
  ip -n far -6 addr add fd00::2/64 dev p0 nodad
  ip -n far -6 addr add fd01::2/64 dev p1 nodad
  ip -6 route add default via fd01::2 dev e1 table 20
`;
const tunnel = (words: string): string => `
  ip link add t0 type ip6tnl ${words}
  ip link set t0 up
  ip addr add 10.7.0.1/24 dev t0
  ip -6 addr add fd77::1/64 dev t0 nodad
`;
const FAR = `
  ip -n far link add u0 type ip6tnl remote fd00::1 local fd00::2
  ip -n far link set u0 up
  ip -n far addr add 10.7.0.2/24 dev u0
  ip -n far -6 addr add fd77::2/64 dev u0 nodad
`;
const hostOf = (words = 'remote fd00::2 local fd00::1', ...more: readonly string[]): Host =>
  Host.fromCommands([NETWORK, tunnel(words), FAR, ...more]);
const data = udp({ dst: '10.7.0.2', dport: 53, mark: 5, tos: 0x48, ttl: 9 });

const outer = (host: Host, packet = data): unknown =>
  host.journey(packet).journey.find(({ cause, kind }) => cause === 'tunnel' && kind === 'transmit');
const report = (host: Host, packet = data): unknown =>
  host
    .journey(packet)
    .journey.find(({ cause, kind }) => cause === 'icmp-error' && kind === 'deliver');

describe('a packet by ip6tnl', () => {
  it('is sent in one of IPv6 that keeps its mark', () => {
    const ends = { dev: 'e0', src: 'fd00::1', dst: 'fd00::2', protocol: 'ipip' };
    expect(outer(hostOf())).toMatchObject({ ...ends, mark: 5, tos: 0, ttl: 64 });
    const inherit = hostOf('remote fd00::2 local fd00::1 hoplimit inherit tclass inherit');
    expect(outer(inherit)).toMatchObject({ ...ends, mark: 5, tos: 0x48, ttl: 9 });
    const six = udp({ dst: 'fd77::2', dport: 53 });
    expect(outer(hostOf(), six)).toMatchObject({ dev: 'e0', dst: 'fd00::2', protocol: 'ipv6' });
  });

  it.each([
    ['iif lo', 'e1'],
    ['ipproto 4', 'e1'],
    ['ipproto 41', 'e0'],
    ['uidrange 0-0', 'e1'],
    ['from fd00::1', 'e1'],
    ['oif t0', 'e0'],
    ['tos 0x48', 'e0'],
    ['fwmark 5', 'e0'],
  ])('is routed by a rule %s to %s', (rule, dev) => {
    const host = hostOf(undefined, `ip -6 rule add ${rule} lookup 20 pref 500`);
    expect(outer(host, { ...data, tos: 0 })).toMatchObject({ dev });
  });

  it("is routed with the tunnel's mark, or with its own where that is asked for", () => {
    const rule = 'ip -6 rule add fwmark 5 lookup 20 pref 500';
    const ends = 'remote fd00::2 local fd00::1';
    expect(outer(hostOf(`${ends} fwmark 5`, rule), { ...data, mark: 0 })).toMatchObject({
      dev: 'e1',
      mark: 0,
    });
    expect(outer(hostOf(`${ends} fwmark inherit`, rule))).toMatchObject({ dev: 'e1', mark: 5 });
    expect(outer(hostOf(`${ends} dev e1`))).toMatchObject({ dev: 'e0' });
  });

  it.each([
    ['no end of its own', 'remote fd00::2', []],
    ['an end that the host does not have', 'remote fd00::2 local fd00::9', []],
    ['itself as its far end', 'remote fd01::1 local fd00::1', []],
    ['no route', 'remote fd00::2 local fd00::1', ['ip -6 route add unreachable fd00::2']],
  ] as const)('is refused by a tunnel with %s', (_, words, more) => {
    const host = hostOf(words, ...more);
    expect(outer(host)).toBeUndefined();
    expect(report(host)).toMatchObject({ src: '10.7.0.1', icmpType: 3, icmpCode: 1 });
    const six = udp({ dst: 'fd77::2', dport: 53 });
    expect(report(host, six)).toMatchObject({ src: 'fd77::1', icmpType: 1, icmpCode: 3 });
  });

  it('is refused by a tunnel with no far end, unless its next hop is one of IPv6', () => {
    const host = hostOf('local fd00::1');
    expect(outer(host)).toBeUndefined();
    expect(report(host)).toMatchObject({ src: '10.7.0.1', icmpType: 3, icmpCode: 1 });
    // The far end is the destination, to which the route leads back into the tunnel.
    const six = udp({ dst: 'fd77::2', dport: 53 });
    expect(outer(host, six)).toBeUndefined();
    expect(report(host, six)).toBeUndefined();
  });

  it('is lost without a word where the tunnel carries others, or the route leads back into it', () => {
    const other = hostOf('remote fd00::2 local fd00::1 mode ip6ip6');
    const circle = hostOf(undefined, 'ip -6 route add fd00::2 dev t0');
    for (const host of [other, circle]) {
      expect(outer(host)).toBeUndefined();
      expect(report(host)).toBeUndefined();
    }
  });

  it('comes out at the far end, and its answer comes back', () => {
    const mark = 'ip netns exec far ip6tables -t mangle -A PREROUTING -i p0 -j MARK --set-mark 9';
    const delivered = hostOf(undefined, mark)
      .journey(data)
      .journey.filter(({ kind }) => kind === 'deliver');
    expect(delivered[0]).toMatchObject({ ns: 'far', dev: 'p0', mark: 9 });
    expect(delivered[1]).toMatchObject({ ns: 'far', dev: 'u0', mark: 9, ttl: 9, tos: 0x48 });
    expect(hostOf().ping({ dst: '10.7.0.2' }).result).toBe('answered');
    expect(hostOf().ping({ dst: 'fd77::2' }).result).toBe('answered');
  });

  it('from somebody else is taken by nobody, and refused by nobody', () => {
    const host = hostOf(undefined, 'ip -n far link set u0 type ip6tnl remote fd00::9');
    expect(host.journey(data).journey.at(-1)).toMatchObject({ kind: 'deliver', dev: 'p0' });
  });
});

it('reports to the sender that a sit tunnel has no way to its far end', () => {
  const host = Host.fromCommands(`
    ip link set lo up
    ip link add e0 type dummy
    ip link set e0 up
    ip addr add 192.0.2.10/24 dev e0
    ip link add s0 type sit remote 198.51.100.9 local 192.0.2.10
    ip link set s0 up
    ip -6 addr add fd77::1/64 dev s0 nodad
  `);
  expect(report(host, udp({ dst: 'fd77::2', dport: 53 }))).toMatchObject({
    src: 'fd77::1',
    dev: 'lo',
    icmpType: 1,
    icmpCode: 3,
  });
  const routed = host.run('ip route add 198.51.100.0/24 dev e0');
  expect(report(routed, icmp({ dst: 'fd77::2' }))).toBeUndefined();
  expect(outer(routed, icmp({ dst: 'fd77::2' }))).toMatchObject({ dst: '198.51.100.9' });
});
