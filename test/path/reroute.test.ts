import { describe, expect, it } from 'vitest';
import { tcp, udp } from '../../src/packet/make-packet.js';
import { lab } from './lab.js';

const TWO_WAYS = [
  'ip route add default via 10.0.1.254',
  'ip route add default via 10.0.2.254 table 200',
  'ip rule add fwmark 2 lookup 200 pref 100',
];

describe('routing again after mangle OUTPUT', () => {
  it('follows the mark and keeps the source of the first lookup', () => {
    const host = lab(...TWO_WAYS, 'iptables -t mangle -A OUTPUT -p udp -j MARK --set-mark 2');
    expect(host.send(udp({ dst: '8.8.8.8', dport: 53 }))).toMatchObject({
      kind: 'transmit',
      dev: 'e2',
      gateway: '10.0.2.254',
      neighbour: '02:00:00:00:02:fe',
      src: '10.0.1.1',
      mark: 2,
      table: '200',
      rule: 100,
    });
    expect(host.send(tcp({ dst: '8.8.8.8', dport: 53 }))).toMatchObject({ dev: 'e1', mark: 0 });
  });

  it('does not change the device that filter OUTPUT sees, but the one of POSTROUTING', () => {
    const marked = lab(...TWO_WAYS, 'iptables -t mangle -A OUTPUT -p udp -j MARK --set-mark 2');
    const packet = udp({ dst: '8.8.8.8', dport: 53 });
    const old = marked.run('iptables -A OUTPUT -o e1 -j DROP').send(packet);
    expect(old).toMatchObject({ kind: 'drop', errno: 'EPERM', at: 'filter OUTPUT rule 1' });
    expect(marked.run('iptables -A OUTPUT -o e2 -j DROP').send(packet).kind).toBe('transmit');
    const leaving = marked.run('iptables -t mangle -A POSTROUTING -o e2 -j DROP').send(packet);
    expect(leaving).toMatchObject({ kind: 'drop', errno: 'EPERM' });
  });

  it.each(['raw', 'filter'])('is not made for a mark set in %s OUTPUT', (table) => {
    const host = lab(...TWO_WAYS, `iptables -t ${table} -A OUTPUT -p udp -j MARK --set-mark 2`);
    expect(host.send(udp({ dst: '8.8.8.8' }))).toMatchObject({ dev: 'e1', mark: 2 });
  });

  it('compares before and after the whole table, not rule by rule', () => {
    const host = lab(
      ...TWO_WAYS,
      'iptables -t mangle -A OUTPUT -j MARK --set-mark 2',
      'iptables -t mangle -A OUTPUT -j MARK --set-mark 0',
    );
    const { steps } = host.explain(udp({ dst: '8.8.8.8' }));
    expect(steps).toContainEqual({ kind: 'reroute', needed: false, changes: [] });
  });

  it('sees uid 0 whoever sends', () => {
    const host = lab(
      'ip route add default via 10.0.0.254',
      'ip route add default via 10.0.1.254 table 201',
      'ip route add default via 10.0.2.254 table 202',
      'ip rule add uidrange 1000-1000 lookup 201 pref 101',
      'ip rule add uidrange 0-0 fwmark 9 lookup 202 pref 102',
    );
    const packet = udp({ dst: '8.8.8.8', uid: 1000 });
    expect(host.send(packet)).toMatchObject({ dev: 'e1' });
    const other = host.run('iptables -t mangle -A OUTPUT -j MARK --set-mark 8');
    expect(other.send(packet)).toMatchObject({ dev: 'e0', src: '10.0.1.1' });
    const root = host.run('iptables -t mangle -A OUTPUT -j MARK --set-mark 9');
    expect(root.send(packet)).toMatchObject({ dev: 'e2' });
  });

  it('sees no ports unless a rule that is not for lo asks for them', () => {
    const host = lab(
      'ip route add default via 10.0.0.254',
      'ip route add default via 10.0.1.254 table 201',
      'ip rule add pref 100 iif lo ipproto udp fwmark 7 lookup 201',
    );
    expect(host.send(udp({ dst: '8.8.8.8', mark: 7 }))).toMatchObject({ dev: 'e1' });
    const marked = host.run('iptables -t mangle -A OUTPUT -j MARK --set-mark 7');
    expect(marked.send(udp({ dst: '8.8.8.8' }))).toMatchObject({ dev: 'e0' });
    const dissected = marked.run('ip rule add pref 101 ipproto 99 lookup 77');
    expect(dissected.send(udp({ dst: '8.8.8.8' }))).toMatchObject({ dev: 'e1' });
  });

  it.each([
    ['blackhole', 'route', 'EINVAL'],
    ['unreachable', 'route', 'EHOSTUNREACH'],
    ['prohibit', 'route', 'EACCES'],
    ['blackhole', 'rule', 'EINVAL'],
    ['unreachable', 'rule', 'ENETUNREACH'],
    ['prohibit', 'rule', 'EACCES'],
  ])('fails by a %s %s with %s %s', (type, noun, errno) => {
    const refusal =
      noun === 'rule'
        ? [`ip rule add fwmark 5 ${type} pref 90`]
        : ['ip rule add fwmark 5 lookup 205 pref 90', `ip route add ${type} default table 205`];
    const host = lab(...TWO_WAYS, ...refusal, 'iptables -t mangle -A OUTPUT -j MARK --set-mark 5');
    expect(host.send(udp({ dst: '8.8.8.8' }))).toMatchObject({
      kind: 'error',
      errno,
      at: 'route lookup (reroute)',
    });
  });

  it('follows a change of the ECN bits alone, but not of the TTL', () => {
    const ecn = lab(...TWO_WAYS, 'iptables -t mangle -A OUTPUT -j TOS --set-tos 0x01/0x03');
    expect(ecn.explain(udp({ dst: '8.8.8.8' })).steps).toContainEqual({
      kind: 'reroute',
      needed: true,
      changes: [{ field: 'tos', from: '0x0', to: '0x1' }],
    });
    const ttl = lab(...TWO_WAYS, 'iptables -t mangle -A OUTPUT -j TTL --ttl-set 5');
    expect(ttl.explain(udp({ dst: '8.8.8.8' })).steps).toContainEqual({
      kind: 'reroute',
      needed: false,
      changes: [],
    });
  });

  it('follows the hop limit in IPv6, and keeps the uid of the socket', () => {
    const host = lab(
      'ip -6 route add default via fd00:1::fe',
      'ip -6 route add default via fd00:2::fe table 200',
      'ip -6 rule add uidrange 1000-1000 fwmark 2 lookup 200 pref 100',
      'ip6tables -t mangle -A OUTPUT -j MARK --set-mark 2',
    );
    expect(host.send(udp({ dst: '2001:db8::1', uid: 1000 }))).toMatchObject({ dev: 'e2' });
    const hops = lab('ip -6 route add default via fd00:1::fe').run(
      'ip6tables -t mangle -A OUTPUT -j HL --hl-set 5',
    );
    expect(hops.explain(udp({ dst: '2001:db8::1' })).steps).toContainEqual(
      expect.objectContaining({ kind: 'reroute', needed: true }),
    );
  });
});
