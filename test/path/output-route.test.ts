import { describe, expect, it } from 'vitest';
import { tcp, udp } from '../../src/packet/make-packet.js';
import { lab } from './lab.js';

describe('the first lookup of a local packet', () => {
  it('refuses a foreign source at bind', () => {
    const host = lab('ip route add default via 10.0.1.254');
    expect(host.send(udp({ dst: '8.8.8.8', src: '5.5.5.5' }))).toMatchObject({
      kind: 'error',
      errno: 'EADDRNOTAVAIL',
    });
  });

  it('ignores every error of the tables for a socket bound to a device', () => {
    const host = lab(
      'ip route add blackhole default',
      'ip rule add pref 10 prohibit',
      'ip neigh add 8.8.8.8 lladdr 02:00:00:00:02:88 dev e2',
    );
    expect(host.send(udp({ dst: '8.8.8.8' }))).toMatchObject({ kind: 'error', errno: 'EACCES' });
    expect(host.send(udp({ dst: '8.8.8.8', oif: 'e2' }))).toMatchObject({
      kind: 'transmit',
      dev: 'e2',
      gateway: null,
      neighbour: '02:00:00:00:02:88',
      src: '10.0.2.1',
    });
  });

  it('gives ENETUNREACH in IPv6 to a bound socket without a route', () => {
    const host = lab('ip -6 route add blackhole default');
    expect(host.send(udp({ dst: '2001:db8::1', oif: 'e2' }))).toMatchObject({
      kind: 'error',
      errno: 'ENETUNREACH',
    });
    const worse = host.run('ip -6 route add default via fd00:2::fe metric 2000');
    expect(worse.send(udp({ dst: '2001:db8::1', oif: 'e2' }))).toMatchObject({ dev: 'e2' });
    expect(worse.send(udp({ dst: '2001:db8::1' }))).toMatchObject({ errno: 'EINVAL' });
  });

  it('sends to a group with a source out of the device that owns it, whatever the rules say', () => {
    const host = lab(
      'ip route add default via 10.0.1.254',
      'ip route add default via 10.0.2.254 table 200',
      'ip rule add fwmark 2 lookup 200 pref 100',
    );
    const bound = udp({ dst: '239.1.1.1', src: '10.0.1.1', mark: 2 });
    expect(host.send(bound)).toMatchObject({ dev: 'e1', neighbour: '01:00:5e:01:01:01' });
    expect(host.send(udp({ dst: '239.1.1.1', mark: 2 }))).toMatchObject({ dev: 'e2' });
  });

  it('looks three times for a TCP connect: a sport rule acts only on the last', () => {
    const host = lab(
      'ip route add default via 10.0.1.254',
      'ip route add default via 10.0.2.254 table 200',
      'ip rule add sport 40000 lookup 200 pref 100',
    );
    expect(host.send(tcp({ dst: '8.8.8.8', dport: 53 }))).toMatchObject({
      dev: 'e2',
      src: '10.0.1.1',
    });
    expect(host.send(udp({ dst: '8.8.8.8', dport: 53 }))).toMatchObject({
      dev: 'e2',
      src: '10.0.2.1',
    });
  });

  it('turns among equal default routes whose gateways are permanent neighbours', () => {
    const host = lab(
      'ip route add default via 10.0.1.254',
      'ip route append default via 10.0.2.254',
      'ip route append default via 10.0.3.254',
    );
    const devices: string[] = [];
    let now = host;
    for (let count = 0; count < 6; count += 1) {
      const sent = now.send(udp({ dst: '8.8.8.8' }));
      devices.push(sent.dev ?? '');
      now = sent.host;
    }
    expect(devices).toEqual(['e1', 'e2', 'e1', 'e2', 'e1', 'e2']);
  });

  it('selects the source by the gateway, the scope of the route, and elsewhere when there is none', () => {
    const host = lab(
      'ip addr add 10.77.0.1/24 dev e1',
      'ip addr add 10.78.0.1/24 dev e1 scope link',
      'ip route add 20.1.0.0/16 via 10.0.1.254',
      'ip route add 20.2.0.0/16 via 10.77.0.254',
      'ip route add 20.3.0.0/16 dev e1',
      'ip route add 20.4.0.0/16 dev e1 scope global',
      'ip addr flush dev e3',
      'ip route add 20.5.0.0/16 dev e3',
    );
    const source = (dst: string) => host.send(udp({ dst })).src;
    expect(source('20.1.0.1')).toBe('10.0.1.1');
    expect(source('20.2.0.1')).toBe('10.77.0.1');
    expect(source('20.3.0.1')).toBe('10.78.0.1');
    expect(source('20.4.0.1')).toBe('10.0.1.1');
    expect(source('20.5.0.1')).toBe('10.0.0.1');
    const nines = host.run('ip addr add 9.9.9.9/32 dev lo');
    expect(nines.send(udp({ dst: '20.5.0.1' })).src).toBe('9.9.9.9');
  });

  it('resolves the destination itself when the gateway is an own address', () => {
    const host = lab('ip route add 24.0.0.0/8 via 10.0.1.1');
    expect(host.send(udp({ dst: '24.0.0.5' }))).toMatchObject({ dev: 'e1', gateway: null });
  });

  it('reads local and main as one table until a rule has been touched', () => {
    const host = lab(
      'ip route add local 50.0.0.0/8 dev lo table local',
      'ip route add 50.1.0.0/16 via 10.0.2.254',
    );
    expect(host.send(udp({ dst: '50.1.2.3' }))).toMatchObject({ kind: 'transmit', dev: 'e2' });
    const split = host.run(['ip rule add pref 5 fwmark 99 lookup 77', 'ip rule del pref 5']);
    expect(split.send(udp({ dst: '50.1.2.3' }))).toMatchObject({ kind: 'deliver', dev: 'lo' });
  });

  it('hides the plain IPv6 route of a prefix that has a source-specific one', () => {
    const host = lab(
      'ip -6 route add default via fd00::fe',
      'ip -6 route add 2001:dba::/32 via fd00:1::fe',
      'ip -6 route add 2001:dba::/32 from fd00:2::/64 via fd00:2::fe',
    );
    const from = (src: string) => host.send(udp({ dst: '2001:dba::1', src })).dev;
    expect(from('fd00:2::1')).toBe('e2');
    expect(from('fd00:1::1')).toBe('e0');
  });
});

it('lets a socket have a foreign source with ip_nonlocal_bind, and then finds no route from it', () => {
  const host = lab('ip route add default via 10.0.1.254', 'sysctl -qw net.ipv4.ip_nonlocal_bind=1');
  expect(host.send(udp({ dst: '8.8.8.8', src: '5.5.5.5' }))).toMatchObject({
    kind: 'error',
    errno: 'ENETUNREACH',
  });
});

it.each(['10.0.1.255', '239.1.1.1', '255.255.255.255'])(
  'sends as if not bound from a socket that is bound to %s, which can be no source',
  (src) => {
    const host = lab('ip route add default via 10.0.2.254');
    const sent = { kind: 'transmit', dev: 'e2', src: '10.0.2.1' };
    expect(host.send(udp({ dst: '8.8.8.8', src, sport: 2000 }))).toMatchObject(sent);
    expect(host.send(tcp({ dst: '8.8.8.8', src, sport: 2000, dport: 80 }))).toMatchObject(sent);
  },
);
