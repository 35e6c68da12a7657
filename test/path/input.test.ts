import { describe, expect, it } from 'vitest';
import { udp } from '../../src/packet/make-packet.js';
import { lab } from './lab.js';

const arriving = (src: string, dst: string) => udp({ iif: 'e0', src, dst, dport: 53 });

describe('a received packet', () => {
  const host = lab('ip route add default via 10.0.1.254');

  it.each(['10.0.0.1', '10.0.1.1', '127.0.0.1', '0.0.0.0', '224.0.0.1', '255.255.255.255'])(
    'is dropped with source %s',
    (src) => {
      expect(host.send(arriving(src, '9.9.9.9'))).toMatchObject({ kind: 'drop', errno: null });
    },
  );

  it.each(['0.1.2.3', '10.0.0.0', '240.0.0.1'])('is forwarded with source %s', (src) => {
    expect(host.send(arriving(src, '9.9.9.9'))).toMatchObject({ kind: 'transmit', dev: 'e1' });
  });

  it.each(['127.0.0.1', '0.0.0.0', '239.1.1.1'])('is dropped with destination %s', (dst) => {
    expect(host.send(arriving('10.0.0.2', dst)).kind).toBe('drop');
  });

  it.each(['255.255.255.255', '10.0.0.255', '10.0.1.255', '10.0.2.1'])(
    'is delivered with destination %s',
    (dst) => {
      expect(host.send(arriving('10.0.0.2', dst))).toMatchObject({ kind: 'deliver', dev: 'e0' });
    },
  );

  it('is forwarded with one hop less, or sent back at the last', () => {
    expect(host.send(arriving('10.0.0.2', '9.9.9.9')).ttl).toBe(63);
    const last = udp({ iif: 'e0', src: '10.0.0.2', dst: '9.9.9.9', ttl: 1 });
    expect(host.send(last)).toMatchObject({ kind: 'drop', icmp: { type: 11, code: 0 } });
  });

  it.each([
    ['ip route add unreachable 30.0.0.0/8', 1],
    ['ip rule add to 30.0.0.0/8 unreachable', 0],
    ['ip route add prohibit 30.0.0.0/8', 13],
    ['ip rule add to 30.0.0.0/8 prohibit', 13],
  ])('is answered with ICMP after %s', (command, code) => {
    const refusing = host.run(command);
    expect(refusing.send(arriving('10.0.0.2', '30.0.0.1'))).toMatchObject({
      kind: 'drop',
      errno: null,
      icmp: { type: 3, code },
    });
  });

  it('is dropped in silence by a blackhole, and when it may not be forwarded', () => {
    const hole = host.run('ip route add blackhole 30.0.0.0/8');
    expect(hole.send(arriving('10.0.0.2', '30.0.0.1'))).toMatchObject({ kind: 'drop', icmp: null });
    const closed = host.run('sysctl -qw net.ipv4.ip_forward=0');
    expect(closed.send(arriving('10.0.0.2', '9.9.9.9'))).toMatchObject({
      kind: 'drop',
      icmp: null,
      at: 'forwarding',
    });
  });

  it('meets the full source check once there is any rule', () => {
    const local = host.run('ip route add local 66.0.0.0/8 dev lo table 70');
    const packet = arriving('66.1.1.1', '9.9.9.9');
    expect(host.send(packet).kind).toBe('transmit');
    const ruled = local.run('ip rule add pref 50 to 66.0.0.0/8 lookup 70');
    expect(ruled.send(packet)).toMatchObject({ kind: 'drop', at: 'source address check' });
  });

  it('is checked against the device to which it goes: a rule for that one counts', () => {
    const ruled = host.run('ip rule add pref 50 iif e1 to 10.0.0.2 prohibit');
    const packet = arriving('10.0.0.2', '9.9.9.9');
    expect(ruled.send(packet).kind).toBe('transmit');
    for (const value of [1, 2]) {
      const filtered = ruled.run(`sysctl -qw net.ipv4.conf.e0.rp_filter=${value}`);
      expect(filtered.send(packet)).toMatchObject({ kind: 'drop', at: 'rp_filter' });
    }
  });

  it('is checked by its mark only with src_valid_mark', () => {
    const marked = lab(
      'ip route add default via 10.0.0.254',
      'ip route add default via 10.0.1.254 table 201',
      'ip rule add fwmark 1 lookup 201',
      'iptables -t mangle -A PREROUTING -i e1 -j MARK --set-mark 1',
      'sysctl -qw net.ipv4.conf.e1.rp_filter=1',
    );
    const packet = udp({ iif: 'e1', src: '1.2.3.4', dst: '10.0.1.1', dport: 53 });
    expect(marked.send(packet)).toMatchObject({ kind: 'drop', at: 'rp_filter' });
    for (const name of ['all', 'e1']) {
      const valid = marked.run(`sysctl -qw net.ipv4.conf.${name}.src_valid_mark=1`);
      expect(valid.send(packet).kind).toBe('deliver');
    }
  });

  it('is routed by uid 0', () => {
    const ruled = host.run([
      'ip route add default via 10.0.2.254 table 202',
      'ip rule add pref 100 uidrange 0-0 lookup 202',
    ]);
    expect(ruled.send(arriving('10.0.0.2', '9.9.9.9'))).toMatchObject({ dev: 'e2' });
  });

  it('for an own address is routed like any other without a rule for table local', () => {
    const bare = host.run('ip rule del pref 0');
    expect(bare.send(arriving('10.0.0.2', '10.0.0.1'))).toMatchObject({
      kind: 'transmit',
      dev: 'e0',
    });
  });
});
