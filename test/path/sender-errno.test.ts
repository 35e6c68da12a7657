import { describe, expect, it } from 'vitest';
import { Host, tcp, udp } from 'nexthop';
import type { Packet } from 'nexthop';

const HOST = Host.fromCommands(`
  ip link set lo up
  ip link add eth0 type dummy
  ip link set eth0 up
  ip addr add 192.168.1.2/24 dev eth0
  ip addr add fd00::2/64 dev eth0 nodad
  ip route add default via 192.168.1.1
  ip -6 route add default via fd00::1
`);
const DST = { 4: '203.0.113.9', 6: '2001:db8::9' } as const;
const MARKED = {
  4: ['iptables -t mangle -A OUTPUT -j MARK --set-mark 1', 'ip rule add fwmark 1 table 100'],
  6: ['ip6tables -t mangle -A OUTPUT -j MARK --set-mark 1', 'ip -6 rule add fwmark 1 table 100'],
} as const;

/**
 * What the calls of senders to port 443 ended with, by the commands before them: a UDP `sendto`, and a non-blocking TCP `connect` with SO_ERROR a
 * moment later. Asked of Linux 6.18 with iptables 1.8.11 (nf_tables) and iproute2 6.15.0.
 */
const ASKED: readonly (readonly [
  4 | 6,
  string | readonly string[],
  string | null,
  string | null,
])[] = [
  [4, 'iptables -A OUTPUT -j DROP', 'EPERM', null],
  [6, 'ip6tables -A OUTPUT -j DROP', 'EPERM', null],
  [4, 'iptables -t mangle -A POSTROUTING -j DROP', 'EPERM', null],
  [6, 'ip6tables -t mangle -A POSTROUTING -j DROP', 'EPERM', null],
  [4, 'iptables -P OUTPUT DROP', 'EPERM', null],
  [4, reject(4, 'icmp-net-unreachable'), 'EPERM', 'ENETUNREACH'],
  [4, reject(4, 'icmp-host-unreachable'), 'EPERM', 'EHOSTUNREACH'],
  [4, reject(4, 'icmp-proto-unreachable'), 'EPERM', 'ENOPROTOOPT'],
  [4, reject(4, 'icmp-port-unreachable'), 'EPERM', 'ECONNREFUSED'],
  [4, reject(4, 'icmp-net-prohibited'), 'EPERM', 'ENETUNREACH'],
  [4, reject(4, 'icmp-host-prohibited'), 'EPERM', 'EHOSTUNREACH'],
  [4, reject(4, 'icmp-admin-prohibited'), 'EPERM', 'EHOSTUNREACH'],
  [4, reject(4, 'tcp-reset'), null, 'ECONNREFUSED'],
  [6, reject(6, 'icmp6-no-route'), 'EPERM', 'ENETUNREACH'],
  [6, reject(6, 'icmp6-adm-prohibited'), 'EPERM', 'EACCES'],
  [6, reject(6, 'icmp6-addr-unreachable'), 'EPERM', 'EHOSTUNREACH'],
  [6, reject(6, 'icmp6-port-unreachable'), 'EPERM', 'ECONNREFUSED'],
  [6, reject(6, 'icmp6-policy-fail'), 'EPERM', 'EACCES'],
  [6, reject(6, 'icmp6-reject-route'), 'EPERM', 'EACCES'],
  [6, reject(6, 'tcp-reset'), null, 'ECONNREFUSED'],
  [4, [...MARKED[4], 'ip route add unreachable default table 100'], 'EHOSTUNREACH', null],
  [4, [...MARKED[4], 'ip route add prohibit default table 100'], 'EACCES', null],
  [4, [...MARKED[4], 'ip route add blackhole default table 100'], 'EINVAL', null],
  [6, [...MARKED[6], 'ip -6 route add unreachable default table 100'], 'EHOSTUNREACH', null],
  [6, [...MARKED[6], 'ip -6 route add prohibit default table 100'], 'EACCES', null],
  [6, [...MARKED[6], 'ip -6 route add blackhole default table 100'], 'EINVAL', null],
  [4, 'ip route add unreachable 203.0.113.0/24', 'EHOSTUNREACH', 'EHOSTUNREACH'],
  [4, 'ip route add prohibit 203.0.113.0/24', 'EACCES', 'EACCES'],
  [4, 'ip route add blackhole 203.0.113.0/24', 'EINVAL', 'EINVAL'],
  [6, 'ip -6 route add unreachable 2001:db8::/64', 'EHOSTUNREACH', 'EHOSTUNREACH'],
];

/** Of packets to the port alone: the answer to the sender gets through. */
function reject(family: 4 | 6, how: string): string {
  const ports = how === 'tcp-reset' ? '--dport 443' : `-d ${DST[family]}`;
  return `ip${family === 4 ? '' : '6'}tables -A OUTPUT -p ${how === 'tcp-reset' ? 'tcp' : 'all'} ${ports} -j REJECT --reject-with ${how}`;
}

describe('the errno of a sender', () => {
  it.each(ASKED)('IPv%d, %s: UDP %s, TCP connect %s', (family, commands, ofUdp, ofConnect) => {
    const host = HOST.run(commands);
    const [dst, dport] = [DST[family], 443];
    const reported = (packet: Packet): string | null => {
      const sent = host.send(packet);
      expect(host.compile().send(packet)).toEqual({ ...sent });
      return sent.errno;
    };
    expect([reported(udp({ dst, dport })), reported(tcp({ dst, dport }))]).toEqual([
      ofUdp,
      ofConnect,
    ]);
  });

  it('is, for a program that makes TCP segments itself, that of UDP', () => {
    const segment = tcp({ dst: DST[4], dport: 443, tcpFlags: 0x10 });
    expect(HOST.run('iptables -A OUTPUT -j DROP').send(segment).errno).toBe('EPERM');
  });
});
