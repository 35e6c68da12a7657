import type { FindingKind } from '../../../../src/verify/lint/finding.js';

/** A set-up with a mistake that people make. */
export interface Mistake {
  readonly name: string;
  readonly script: string;
  /** What has to be found. */
  readonly kind: FindingKind;
  /** A part of the line to which the finding has to lead. */
  readonly at: string;
}

/** Devices that are up, with addresses. */
function devices(...list: readonly string[]): string {
  return list
    .map((text) => {
      const [name = '', ...addresses] = text.split(' ');
      const own = addresses.map(
        (address) => `ip addr add ${address} dev ${name}${address.includes(':') ? ' nodad' : ''}`,
      );
      return [`ip link add ${name} type dummy`, `ip link set ${name} up`, ...own].join('\n');
    })
    .join('\n');
}

const QUIET = `ip link set lo up
for scope in all default; do sysctl -qw net.ipv4.conf.$scope.rp_filter=0 net.ipv6.conf.$scope.accept_dad=0; done`;

export const MISTAKES: readonly Mistake[] = [
  {
    name: 'a mask that takes the mark of another',
    kind: 'dead-rule',
    at: 'pref 101 fwmark 0x3/0x3',
    script: `${QUIET}
${devices('eth0 192.168.1.2/24', 'wga 10.71.0.2/24', 'wgb 10.72.0.2/24')}
ip route add default via 192.168.1.1
ip route add default dev wga table 101
ip route add default dev wgb table 103
ip rule add pref 90 lookup main suppress_prefixlength 0
ip rule add pref 100 fwmark 0x1/0x1 lookup 101
ip rule add pref 101 fwmark 0x3/0x3 lookup 103
iptables -t mangle -A OUTPUT -m owner --uid-owner 1001 -j MARK --set-mark 0x1
iptables -t mangle -A OUTPUT -m owner --uid-owner 1003 -j MARK --set-mark 0x3
iptables -t nat -A POSTROUTING -o wga -j MASQUERADE
iptables -t nat -A POSTROUTING -o wgb -j MASQUERADE`,
  },
  {
    name: 'a table without its route',
    kind: 'missing-route',
    at: 'pref 100 fwmark 0x1 lookup 101',
    script: `${QUIET}
${devices('eth0 192.168.1.2/24', 'wga 10.71.0.2/24')}
ip route add default via 192.168.1.1
ip rule add pref 90 lookup main suppress_prefixlength 0
ip rule add pref 100 fwmark 0x1 lookup 101
iptables -t mangle -A OUTPUT -m owner --uid-owner 1001 -j MARK --set-mark 0x1
iptables -t nat -A POSTROUTING -o wga -j MASQUERADE`,
  },
  {
    name: 'a rule behind main',
    kind: 'dead-rule',
    at: 'pref 33000',
    script: `${QUIET}
${devices('eth0 192.168.1.2/24', 'wga 10.71.0.2/24')}
ip route add default via 192.168.1.1
ip route add default dev wga table 101
ip rule add pref 33000 fwmark 0x1 lookup 101
iptables -t mangle -A OUTPUT -m owner --uid-owner 1001 -j MARK --set-mark 0x1
iptables -t nat -A POSTROUTING -o wga -j MASQUERADE`,
  },
  {
    name: 'a mark for IPv4 only',
    kind: 'mark-never-set',
    at: 'ip -6 rule add pref 100',
    script: `${QUIET}
${devices('eth0 192.168.1.2/24 2001:db8:1::2/64', 'wga 10.71.0.2/24 fd71::2/64')}
ip route add default via 192.168.1.1
ip -6 route add default via 2001:db8:1::1
ip route add default dev wga table 101
ip -6 route add default dev wga table 101
ip rule add pref 100 fwmark 0x1 lookup 101
ip -6 rule add pref 100 fwmark 0x1 lookup 101
iptables -t mangle -A OUTPUT -m owner --uid-owner 1001 -j MARK --set-mark 0x1
iptables -t nat -A POSTROUTING -o wga -j MASQUERADE
ip6tables -t nat -A POSTROUTING -o wga -j MASQUERADE`,
  },
  {
    name: 'a mark set when the route is settled',
    kind: 'mark-too-late',
    at: 'mangle -A POSTROUTING',
    script: `${QUIET}
${devices('eth0 192.168.1.2/24', 'wga 10.71.0.2/24')}
ip route add default via 192.168.1.1
ip route add default dev wga table 101
ip rule add pref 100 fwmark 0x1 lookup 101
iptables -t mangle -A POSTROUTING -p tcp --dport 25 -j MARK --set-mark 0x1
iptables -t nat -A POSTROUTING -o wga -j MASQUERADE`,
  },
  {
    name: 'a strict filter on the second uplink',
    kind: 'rp-filter',
    at: 'eth1.rp_filter=1',
    script: `${QUIET}
${devices('eth0 203.0.113.2/24', 'eth1 198.51.100.2/24')}
sysctl -qw net.ipv4.conf.eth1.rp_filter=1
ip route add default via 203.0.113.1
ip route add default via 198.51.100.1 table 101
ip rule add pref 100 fwmark 0x1 lookup 101
iptables -t mangle -A PREROUTING -i eth1 -j CONNMARK --set-mark 0x1
iptables -t mangle -A OUTPUT -j CONNMARK --restore-mark`,
  },
  {
    name: 'connected networks by the tunnel',
    kind: 'missing-suppress',
    at: 'pref 100 iif lan',
    script: `${QUIET}
${devices('eth0 192.168.1.2/24', 'lan 10.5.0.1/24', 'wga 10.71.0.2/24')}
sysctl -qw net.ipv4.ip_forward=1
ip route add default via 192.168.1.1
ip route add default dev wga table 101
ip rule add pref 100 iif lan lookup 101
iptables -t nat -A POSTROUTING -o eth0 -j MASQUERADE
iptables -t nat -A POSTROUTING -o wga -j MASQUERADE`,
  },
  {
    name: 'two tunnels with one mark',
    kind: 'wrong-mark',
    at: '--or-mark 0x30',
    script: `${QUIET}
${devices('eth0 192.168.1.2/24', 'lan 10.5.0.1/24', 'wga 10.71.0.2/24', 'wgb 10.72.0.2/24')}
sysctl -qw net.ipv4.ip_forward=1
ip route add default via 192.168.1.1
ip route add default dev wga table 101
ip route add default dev wgb table 102
ip rule add pref 90 lookup main suppress_prefixlength 0
ip rule add pref 100 fwmark 0x10/0x10 lookup 101
ip rule add pref 101 fwmark 0x20/0x20 lookup 102
iptables -t mangle -A PREROUTING -i lan -p tcp --dport 443 -j MARK --or-mark 0x10
iptables -t mangle -A PREROUTING -i lan -s 10.5.0.64/26 -j MARK --or-mark 0x30
iptables -t nat -A POSTROUTING -o eth0 -j MASQUERADE
iptables -t nat -A POSTROUTING -o wga -j MASQUERADE
iptables -t nat -A POSTROUTING -o wgb -j MASQUERADE`,
  },
  {
    name: 'a mark kept and not given back',
    kind: 'mark-not-restored',
    at: '--set-mark 0x1',
    script: `${QUIET}
${devices('eth0 203.0.113.2/24', 'eth1 198.51.100.2/24')}
ip route add default via 203.0.113.1
ip route add default via 198.51.100.1 table 101
ip rule add pref 100 fwmark 0x1 lookup 101
iptables -t mangle -A PREROUTING -i eth1 -m conntrack --ctstate NEW -j CONNMARK --set-mark 0x1`,
  },
  {
    name: 'a table in which nothing is',
    kind: 'missing-route',
    at: 'lookup 200',
    script: `${QUIET}
${devices('eth0 192.168.1.2/24')}
ip route add default via 192.168.1.1
ip rule add pref 100 from 192.168.1.2 lookup 200`,
  },
  {
    name: 'a kill switch for IPv4 only',
    kind: 'leak',
    at: 'ip -6 route add default via 2001:db8:1::1',
    script: `${QUIET}
${devices('eth0 192.168.1.2/24 2001:db8:1::2/64', 'wga 10.71.0.2/24')}
ip route add default via 192.168.1.1
ip -6 route add default via 2001:db8:1::1
ip route add default dev wga table 101
ip rule add pref 90 lookup main suppress_prefixlength 0
ip rule add pref 100 not fwmark 0xca6c lookup 101
iptables -P OUTPUT DROP
iptables -A OUTPUT -o lo -j ACCEPT
iptables -A OUTPUT -o wga -j ACCEPT
iptables -A OUTPUT -m mark --mark 0xca6c -j ACCEPT`,
  },
  {
    name: 'no blackhole behind the tunnel',
    kind: 'leak',
    at: 'ip route add default dev wga table 101',
    script: `${QUIET}
${devices('eth0 192.168.1.2/24', 'wga 10.71.0.2/24')}
ip route add default via 192.168.1.1
ip route add default dev wga table 101
ip rule add pref 90 lookup main suppress_prefixlength 0
ip rule add pref 100 uidrange 1001-1001 lookup 101`,
  },
  {
    name: 'a set in which nothing is',
    kind: 'empty-set',
    at: '--match-set bypass',
    script: `${QUIET}
${devices('eth0 192.168.1.2/24', 'wga 10.71.0.2/24')}
ip route add default via 192.168.1.1
ip route add default dev wga table 101
ipset create bypass hash:net
ip rule add pref 100 fwmark 0x1 lookup 101
iptables -t mangle -A OUTPUT -m set --match-set bypass dst -j MARK --set-mark 0x1
iptables -t nat -A POSTROUTING -o wga -j MASQUERADE`,
  },
  {
    name: 'exceptions in a set in which nothing is',
    kind: 'empty-set',
    at: '--match-set direct',
    script: `${QUIET}
${devices('eth0 192.168.1.2/24', 'wga 10.71.0.2/24')}
ip route add default via 192.168.1.1
ip route add default dev wga table 101
ipset create direct hash:net
ip rule add pref 100 fwmark 0x1 lookup 101
iptables -t mangle -A OUTPUT -m set ! --match-set direct dst -j MARK --set-mark 0x1
iptables -t nat -A POSTROUTING -o wga -j MASQUERADE`,
  },
  {
    name: 'a route for what a wider one takes',
    kind: 'no-effect',
    at: '10.1.0.0/16',
    script: `${QUIET}
${devices('eth0 192.168.1.2/24')}
ip route add default via 192.168.1.1
ip route add 10.0.0.0/8 via 192.168.1.9
ip route add 10.1.0.0/16 via 192.168.1.9`,
  },
  {
    name: 'a mark that is set already',
    kind: 'no-effect',
    at: '--dport 25',
    script: `${QUIET}
${devices('eth0 192.168.1.2/24', 'wga 10.71.0.2/24')}
ip route add default via 192.168.1.1
ip route add default dev wga table 101
ip rule add pref 100 fwmark 0x1 lookup 101
iptables -t mangle -A OUTPUT -p tcp -j MARK --set-mark 0x1
iptables -t mangle -A OUTPUT -p tcp --dport 25 -j MARK --set-mark 0x1
iptables -t nat -A POSTROUTING -o wga -j MASQUERADE`,
  },
];
