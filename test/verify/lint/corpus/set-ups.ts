import type { FindingKind } from '../../../../src/verify/lint/finding.js';

/** A set-up that is sound: lint finds nothing in it. */
export interface SoundSetUp {
  readonly name: string;
  readonly script: string;
}

/** A set-up with one fault in it. */
export interface Faulty {
  readonly name: string;
  /** The sound set-up. */
  readonly of: string;
  /** Lines that are taken away, each with what stands there instead; it stands there once. */
  readonly edits: readonly (readonly [line: string, instead: string])[];
  /** What has to be found. */
  readonly kind: FindingKind;
  /** The line, or a part of it, to which the finding has to lead. */
  readonly at: string;
}

/** Devices that are up, with addresses. */
export function devices(...list: readonly string[]): string {
  return list
    .map((text) => {
      const [name = '', ...addresses] = text.split(' ');
      return [
        `ip link add ${name} type dummy`,
        `ip link set ${name} up`,
        ...addresses.map(
          (address) => `ip addr add ${address} dev ${name}${address.includes(':') ? ' nodad' : ''}`,
        ),
      ].join('\n');
    })
    .join('\n');
}

export const QUIET = `ip link set lo up
for scope in all default; do sysctl -qw net.ipv4.conf.$scope.rp_filter=0 net.ipv6.conf.$scope.accept_dad=0; done`;

export const SOUND: readonly SoundSetUp[] = [
  {
    name: 'home router',
    script: `${QUIET}
${devices('lan 192.168.10.1/24', 'wan 203.0.113.20/24')}
sysctl -qw net.ipv4.ip_forward=1
ip route add default via 203.0.113.1
iptables -P FORWARD DROP
iptables -A FORWARD -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT
iptables -A FORWARD -i lan -o wan -j ACCEPT
iptables -A FORWARD -i wan -p tcp -d 192.168.10.5 --dport 22 -j ACCEPT
iptables -t nat -A PREROUTING -i wan -d 203.0.113.20 -p tcp --dport 2222 -j DNAT --to-destination 192.168.10.5:22
iptables -t nat -A POSTROUTING -o wan -j MASQUERADE`,
  },
  {
    name: 'two lines by source network',
    script: `${QUIET}
${devices('office 10.1.0.1/24', 'guests 10.2.0.1/24', 'fibre 198.51.100.10/29', 'cable 192.0.2.10/29')}
sysctl -qw net.ipv4.ip_forward=1
ip route add default via 198.51.100.9
ip route add default via 198.51.100.9 table 11
ip route add default via 192.0.2.9 table 12
ip rule add pref 500 lookup main suppress_prefixlength 0
ip rule add pref 600 fwmark 0x100/0xf00 lookup 11
ip rule add pref 601 fwmark 0x200/0xf00 lookup 12
ip rule add pref 700 from 10.2.0.0/24 lookup 12
ip rule add pref 701 from 192.0.2.10 lookup 12
iptables -t mangle -A PREROUTING -j CONNMARK --restore-mark --nfmask 0xf00 --ctmask 0xf00
iptables -t mangle -A PREROUTING -i fibre -m mark --mark 0/0xf00 -j MARK --set-xmark 0x100/0xf00
iptables -t mangle -A PREROUTING -i cable -m mark --mark 0/0xf00 -j MARK --set-xmark 0x200/0xf00
iptables -t mangle -A PREROUTING -j CONNMARK --save-mark --nfmask 0xf00 --ctmask 0xf00
iptables -t mangle -A OUTPUT -j CONNMARK --restore-mark --nfmask 0xf00 --ctmask 0xf00
iptables -t nat -A PREROUTING -i cable -p tcp --dport 443 -j DNAT --to-destination 10.1.0.20
iptables -t nat -A POSTROUTING -o fibre -j SNAT --to-source 198.51.100.10
iptables -t nat -A POSTROUTING -o cable -j SNAT --to-source 192.0.2.10`,
  },
  {
    name: 'server with two networks',
    script: `${QUIET}
${devices('front 203.0.113.40/24', 'back 10.40.0.40/24')}
ip route add default via 203.0.113.1
ip route add 10.40.0.0/24 dev back scope link table 40
ip route add default via 10.40.0.1 table 40
ip rule add pref 400 from 10.40.0.40 lookup 40`,
  },
  {
    name: 'whole tunnel with kill switch',
    script: `${QUIET}
${devices('eth0 192.168.7.2/24 2001:db8:7::2/64', 'wg1 10.70.0.2/32 fd70::2/128')}
ip route add default via 192.168.7.1
ip -6 route add default via 2001:db8:7::1
ip route add default dev wg1 table 777
ip -6 route add default dev wg1 table 777
ip rule add pref 100 lookup main suppress_prefixlength 0
ip rule add pref 101 not fwmark 0x777 lookup 777
ip -6 rule add pref 100 lookup main suppress_prefixlength 0
ip -6 rule add pref 101 not fwmark 0x777 lookup 777
iptables -P OUTPUT DROP
iptables -A OUTPUT -o lo -j ACCEPT
iptables -A OUTPUT -o wg1 -j ACCEPT
iptables -A OUTPUT -m mark --mark 0x777 -j ACCEPT
iptables -A OUTPUT -d 192.168.7.0/24 -j ACCEPT
ip6tables -P OUTPUT DROP
ip6tables -A OUTPUT -o lo -j ACCEPT
ip6tables -A OUTPUT -o wg1 -j ACCEPT
ip6tables -A OUTPUT -m mark --mark 0x777 -j ACCEPT`,
  },
  {
    name: 'downloads by the cheap line',
    script: `${QUIET}
${devices('eth0 192.168.8.2/24', 'wwan0 100.80.0.2/30')}
ip route add default via 192.168.8.1
ip route add default via 100.80.0.1 table 80
ip rule add fwmark 0x50 lookup 80
iptables -t mangle -A OUTPUT -m owner --uid-owner 1080 -j MARK --set-mark 0x50
iptables -t nat -A POSTROUTING -o wwan0 -j MASQUERADE`,
  },
  {
    name: 'two sites',
    script: `${QUIET}
${devices('lan 10.11.0.1/24', 'wan 198.51.100.66/24', 'wg0 10.99.0.1/30')}
sysctl -qw net.ipv4.ip_forward=1
ip route add default via 198.51.100.1
ip route add 10.12.0.0/16 dev wg0
iptables -P FORWARD DROP
iptables -A FORWARD -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT
iptables -A FORWARD -i lan -j ACCEPT
iptables -A FORWARD -i wg0 -o lan -j ACCEPT
iptables -t nat -A POSTROUTING -o wan -s 10.11.0.0/24 -j MASQUERADE`,
  },
  {
    name: 'tunnel for one user',
    script: `${QUIET}
${devices('eth0 192.168.9.2/24', 'tun1 10.9.0.2/24')}
ip route add default via 192.168.9.1
ip route add default via 10.9.0.1 dev tun1 table 99
ip route add unreachable default metric 4278198272 table 99
ip rule add pref 50 lookup main suppress_prefixlength 0
ip rule add pref 60 uidrange 2000-2000 lookup 99`,
  },
  {
    name: 'transparent proxy',
    script: `${QUIET}
${devices('lan 192.168.10.1/24', 'wan 203.0.113.20/24')}
sysctl -qw net.ipv4.ip_forward=1
ip route add default via 203.0.113.1
ip route add local default dev lo table 100
ip rule add fwmark 1/1 lookup 100
iptables -t mangle -N DIVERT
iptables -t mangle -A DIVERT -j MARK --set-mark 1/1
iptables -t mangle -A DIVERT -j ACCEPT
iptables -t mangle -A PREROUTING -p tcp -m socket --transparent -j DIVERT
iptables -t mangle -A PREROUTING -p udp -m socket --transparent --nowildcard -j DIVERT
iptables -t mangle -A PREROUTING -i lan -p tcp --dport 80 -j TPROXY --on-port 3129 --tproxy-mark 1/1
iptables -t nat -A POSTROUTING -o wan -j MASQUERADE`,
  },
  {
    name: 'reserve line',
    script: `${QUIET}
${devices('lan 10.5.0.1/24', 'dsl 203.0.113.70/24', 'lte 198.51.100.70/24')}
sysctl -qw net.ipv4.ip_forward=1
ip route add default via 203.0.113.1 metric 50
ip route add default via 198.51.100.1 metric 500
iptables -t nat -A POSTROUTING -o dsl -j MASQUERADE
iptables -t nat -A POSTROUTING -o lte -j MASQUERADE`,
  },
  {
    name: 'IPv6 router with a filter',
    script: `${QUIET}
${devices('lan 2001:db8:1::1/64', 'wan 2001:db8:ffff::2/64')}
sysctl -qw net.ipv6.conf.all.forwarding=1
ip -6 route add default via 2001:db8:ffff::1
ip6tables -P FORWARD DROP
ip6tables -A FORWARD -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT
ip6tables -A FORWARD -i lan -j ACCEPT
ip6tables -A FORWARD -d 2001:db8:1::80 -p tcp --dport 443 -j ACCEPT`,
  },
  {
    name: 'openvpn client',
    script: `${QUIET}
${devices('eth0 192.168.3.2/24', 'tun0 10.8.0.10/24')}
ip route add default via 192.168.3.1
ip route add 198.51.100.44 via 192.168.3.1
ip route add 0.0.0.0/1 via 10.8.0.1
ip route add 128.0.0.0/1 via 10.8.0.1
iptables -P OUTPUT DROP
iptables -A OUTPUT -o lo -j ACCEPT
iptables -A OUTPUT -o tun0 -j ACCEPT
iptables -A OUTPUT -d 198.51.100.44 -p tcp --dport 443 -j ACCEPT`,
  },
  {
    name: 'WireGuard for everything',
    script: `${QUIET}
${devices('eth0 192.168.1.10/24')}
ip route add default via 192.168.1.1
ip link add wg0 type wireguard
wg set wg0 listen-port 51820 fwmark 51820
wg set wg0 peer ZPVDTq9ylPH2Ed7QQx0UKr6HkadXwTj0fVmJtwA8Y2Q= endpoint 203.0.113.9:51821 allowed-ips 0.0.0.0/0
wg set wg0 peer lDA0VVcw6x1jLJz7ALughEKRVsxa26PpWMvyEcKcLAk= allowed-ips 10.20.0.0/16
ip addr add 10.66.0.2/32 dev wg0
ip link set wg0 up
ip route add default dev wg0 table 51820
ip rule add not fwmark 51820 table 51820
ip rule add table main suppress_prefixlength 0
iptables -A OUTPUT ! -o wg0 -m mark ! --mark 51820 -m addrtype ! --dst-type LOCAL -j REJECT`,
  },
];

export const FAULTY: readonly Faulty[] = [
  {
    name: 'no masquerade at all',
    of: 'home router',
    edits: [['iptables -t nat -A POSTROUTING -o wan -j MASQUERADE', ':']],
    kind: 'missing-snat',
    at: 'ip route add default via 203.0.113.1',
  },
  {
    name: 'forwarding off',
    of: 'home router',
    edits: [['sysctl -qw net.ipv4.ip_forward=1', 'sysctl -qw net.ipv4.ip_forward=0']],
    kind: 'forwarding-off',
    at: 'sysctl -qw net.ipv4.ip_forward=0',
  },
  {
    name: 'public port in FORWARD',
    of: 'home router',
    edits: [
      [
        'iptables -A FORWARD -i wan -p tcp -d 192.168.10.5 --dport 22 -j ACCEPT',
        'iptables -A FORWARD -i wan -p tcp --dport 2222 -j ACCEPT',
      ],
    ],
    kind: 'nat-order',
    at: 'iptables -A FORWARD -i wan -p tcp --dport 2222 -j ACCEPT',
  },
  {
    name: 'public address in FORWARD',
    of: 'home router',
    edits: [
      [
        'iptables -A FORWARD -i wan -p tcp -d 192.168.10.5 --dport 22 -j ACCEPT',
        'iptables -A FORWARD -p tcp -d 203.0.113.20 --dport 2222 -j ACCEPT',
      ],
    ],
    kind: 'nat-order',
    at: '203.0.113.20 --dport 2222 -j ACCEPT',
  },
  {
    name: 'misspelt device in a chain',
    of: 'home router',
    edits: [
      [
        'iptables -A FORWARD -i lan -o wan -j ACCEPT',
        'iptables -A FORWARD -i lna -o wan -j ACCEPT',
      ],
    ],
    kind: 'missing-device',
    at: '-i lna',
  },
  {
    name: 'all dropped first',
    of: 'home router',
    edits: [
      [
        'iptables -A FORWARD -i lan -o wan -j ACCEPT',
        'iptables -A FORWARD -i lan -j DROP\niptables -A FORWARD -i lan -o wan -j ACCEPT',
      ],
    ],
    kind: 'dead-chain-rule',
    at: 'iptables -A FORWARD -i lan -o wan -j ACCEPT',
  },
  {
    name: 'an inner host guarded in INPUT',
    of: 'home router',
    edits: [
      [
        'iptables -P FORWARD DROP',
        'iptables -P FORWARD DROP\niptables -A INPUT -d 192.168.10.5 -p tcp --dport 8080 -j DROP',
      ],
    ],
    kind: 'dead-chain-rule',
    at: 'iptables -A INPUT -d 192.168.10.5',
  },
  {
    name: 'the router guarded in FORWARD',
    of: 'home router',
    edits: [
      [
        'iptables -A FORWARD -i lan -o wan -j ACCEPT',
        'iptables -A FORWARD -d 203.0.113.20 -p tcp --dport 22 -j DROP\niptables -A FORWARD -i lan -o wan -j ACCEPT',
      ],
    ],
    kind: 'dead-chain-rule',
    at: 'iptables -A FORWARD -d 203.0.113.20',
  },
  {
    name: 'no route to a network that is let through',
    of: 'home router',
    edits: [
      [
        'iptables -A FORWARD -i lan -o wan -j ACCEPT',
        'iptables -A FORWARD -i lan -o wan -j ACCEPT\nip link add dmz type dummy\nip link set dmz up\niptables -A FORWARD -i lan -o dmz -j ACCEPT',
      ],
    ],
    kind: 'dead-chain-rule',
    at: 'iptables -A FORWARD -i lan -o dmz -j ACCEPT',
  },
  {
    name: 'dropped in another table before',
    of: 'IPv6 router with a filter',
    edits: [
      [
        'ip6tables -P FORWARD DROP',
        'ip6tables -t raw -A PREROUTING -p tcp --dport 443 -j DROP\nip6tables -P FORWARD DROP',
      ],
    ],
    kind: 'dead-chain-rule',
    at: 'ip6tables -A FORWARD -d 2001:db8:1::80 -p tcp --dport 443 -j ACCEPT',
  },
  {
    name: 'set that nobody fills',
    of: 'downloads by the cheap line',
    edits: [
      [
        'iptables -t mangle -A OUTPUT -m owner --uid-owner 1080 -j MARK --set-mark 0x50',
        'ipset create cheap hash:net\niptables -t mangle -A OUTPUT -m set --match-set cheap dst -j MARK --set-mark 0x50',
      ],
    ],
    kind: 'empty-set',
    at: '--match-set cheap dst',
  },
  {
    name: 'mask forgotten',
    of: 'two lines by source network',
    edits: [
      [
        'ip rule add pref 601 fwmark 0x200/0xf00 lookup 12',
        'ip rule add pref 601 fwmark 0x200 lookup 12',
      ],
    ],
    kind: 'missing-mask',
    at: 'pref 601',
  },
  {
    name: 'a digit too few',
    of: 'two lines by source network',
    edits: [
      [
        'ip rule add pref 601 fwmark 0x200/0xf00 lookup 12',
        'ip rule add pref 601 fwmark 0x20/0xf0 lookup 12',
      ],
    ],
    kind: 'wrong-mark',
    at: 'pref 601',
  },
  {
    name: 'mark not given back',
    of: 'two lines by source network',
    edits: [
      [
        'iptables -t mangle -A PREROUTING -j CONNMARK --restore-mark --nfmask 0xf00 --ctmask 0xf00',
        ':',
      ],
    ],
    kind: 'mark-not-restored',
    at: '-i cable -m mark',
  },
  {
    name: 'own answers forgotten',
    of: 'two lines by source network',
    edits: [
      [
        'iptables -t mangle -A OUTPUT -j CONNMARK --restore-mark --nfmask 0xf00 --ctmask 0xf00',
        ':',
      ],
      ['ip rule add pref 701 from 192.0.2.10 lookup 12', ':'],
    ],
    kind: 'mark-not-restored',
    at: '-i cable -m mark',
  },
  {
    name: 'mark never kept',
    of: 'two lines by source network',
    edits: [
      [
        'iptables -t mangle -A PREROUTING -j CONNMARK --save-mark --nfmask 0xf00 --ctmask 0xf00',
        ':',
      ],
    ],
    kind: 'mark-not-restored',
    at: '--restore-mark',
  },
  {
    name: 'second line without table',
    of: 'two lines by source network',
    edits: [
      [
        'ip route add default via 192.0.2.9 table 12',
        'ip route add default via 192.0.2.9 table 21',
      ],
    ],
    kind: 'missing-route',
    at: 'lookup 12',
  },
  {
    name: 'guests in both tables',
    of: 'two lines by source network',
    edits: [
      [
        'ip rule add pref 500 lookup main suppress_prefixlength 0',
        'ip rule add pref 500 lookup main',
      ],
    ],
    kind: 'dead-rule',
    at: 'ip rule add pref 500 lookup main',
  },
  {
    name: 'main not asked first',
    of: 'two lines by source network',
    edits: [['ip rule add pref 500 lookup main suppress_prefixlength 0', ':']],
    kind: 'missing-suppress',
    at: 'from 10.2.0.0/24',
  },
  {
    name: 'strict filter',
    of: 'two lines by source network',
    edits: [
      [
        'sysctl -qw net.ipv4.ip_forward=1',
        'sysctl -qw net.ipv4.ip_forward=1\nsysctl -qw net.ipv4.conf.cable.rp_filter=1',
      ],
      ['ip rule add pref 701 from 192.0.2.10 lookup 12', ':'],
    ],
    kind: 'rp-filter',
    at: 'cable.rp_filter=1',
  },
  {
    name: 'refused before it is looked up',
    of: 'two lines by source network',
    edits: [
      [
        'ip rule add pref 700 from 10.2.0.0/24 lookup 12',
        'ip rule add pref 690 from 10.0.0.0/8 unreachable\nip rule add pref 700 from 10.2.0.0/24 lookup 12',
      ],
    ],
    kind: 'dead-rule',
    at: 'pref 690',
  },
  {
    name: 'no address translation for guests',
    of: 'two lines by source network',
    edits: [['iptables -t nat -A POSTROUTING -o cable -j SNAT --to-source 192.0.2.10', ':']],
    kind: 'missing-snat',
    at: 'from 10.2.0.0/24',
  },
  {
    name: 'no rule for the back',
    of: 'server with two networks',
    edits: [['ip rule add pref 400 from 10.40.0.40 lookup 40', ':']],
    kind: 'missing-rule',
    at: 'ip route add default via 10.40.0.1 table 40',
  },
  {
    name: 'rule behind main',
    of: 'server with two networks',
    edits: [
      [
        'ip rule add pref 400 from 10.40.0.40 lookup 40',
        'ip rule add pref 40000 from 10.40.0.40 lookup 40',
      ],
    ],
    kind: 'dead-rule',
    at: 'pref 40000',
  },
  {
    name: 'default route in main',
    of: 'server with two networks',
    edits: [['ip route add default via 10.40.0.1 table 40', ':']],
    kind: 'missing-route',
    at: 'from 10.40.0.40',
  },
  {
    name: 'local networks in the tunnel',
    of: 'whole tunnel with kill switch',
    edits: [['ip rule add pref 100 lookup main suppress_prefixlength 0', ':']],
    kind: 'missing-suppress',
    at: 'ip rule add pref 101 not fwmark 0x777 lookup 777',
  },
  {
    name: 'filter left open',
    of: 'whole tunnel with kill switch',
    edits: [['iptables -P OUTPUT DROP', ':']],
    kind: 'leak',
    at: 'iptables -A OUTPUT -o wg1 -j ACCEPT',
  },
  {
    name: 'IPv6 beside the tunnel',
    of: 'whole tunnel with kill switch',
    edits: [
      ['ip -6 rule add pref 101 not fwmark 0x777 lookup 777', ':'],
      ['ip6tables -P OUTPUT DROP', ':'],
    ],
    kind: 'leak',
    at: 'ip -6 route add default via 2001:db8:7::1',
  },
  {
    name: 'address of the wrong line',
    of: 'downloads by the cheap line',
    edits: [['iptables -t nat -A POSTROUTING -o wwan0 -j MASQUERADE', ':']],
    kind: 'missing-snat',
    at: '--uid-owner 1080',
  },
  {
    name: 'marked in nat',
    of: 'downloads by the cheap line',
    edits: [
      [
        'iptables -t mangle -A OUTPUT -m owner --uid-owner 1080 -j MARK --set-mark 0x50',
        'iptables -t nat -A OUTPUT -m owner --uid-owner 1080 -j MARK --set-mark 0x50',
      ],
    ],
    kind: 'mark-too-late',
    at: '-t nat -A OUTPUT',
  },
  {
    name: 'hexadecimal forgotten',
    of: 'downloads by the cheap line',
    edits: [['ip rule add fwmark 0x50 lookup 80', 'ip rule add fwmark 50 lookup 80']],
    kind: 'wrong-mark',
    at: 'ip rule add fwmark 50',
  },
  {
    name: 'all translated',
    of: 'two sites',
    edits: [
      [
        'iptables -t nat -A POSTROUTING -o wan -s 10.11.0.0/24 -j MASQUERADE',
        'iptables -t nat -A POSTROUTING -s 10.11.0.0/24 -j MASQUERADE',
      ],
    ],
    kind: 'excess-snat',
    at: 'POSTROUTING -s 10.11.0.0/24',
  },
  {
    name: 'other site shut out',
    of: 'two sites',
    edits: [['iptables -A FORWARD -i wg0 -o lan -j ACCEPT', ':']],
    kind: 'missing-accept',
    at: 'iptables -P FORWARD DROP',
  },
  {
    name: 'no guard',
    of: 'tunnel for one user',
    edits: [['ip route add unreachable default metric 4278198272 table 99', ':']],
    kind: 'leak',
    at: 'dev tun1 table 99',
  },
  {
    name: 'marks undo the user',
    of: 'tunnel for one user',
    edits: [
      [
        'ip rule add pref 60 uidrange 2000-2000 lookup 99',
        'ip rule add pref 60 uidrange 2000-2000 lookup 99\niptables -t mangle -A OUTPUT -p tcp --dport 443 -j MARK --or-mark 0x8',
      ],
    ],
    kind: 'leak',
    at: '--or-mark 0x8',
  },
  {
    name: 'reserve first',
    of: 'reserve line',
    edits: [
      [
        'ip route add default via 198.51.100.1 metric 500',
        'ip route add default via 198.51.100.1 metric 5',
      ],
    ],
    kind: 'wrong-metric',
    at: 'metric 5',
  },
  {
    name: 'reserve untranslated',
    of: 'reserve line',
    edits: [['iptables -t nat -A POSTROUTING -o lte -j MASQUERADE', ':']],
    kind: 'missing-snat',
    at: 'metric 500',
  },
  {
    name: 'IPv6 forwarding off',
    of: 'IPv6 router with a filter',
    edits: [['sysctl -qw net.ipv6.conf.all.forwarding=1', 'sysctl -qw net.ipv4.ip_forward=1']],
    kind: 'forwarding-off',
    at: 'net.ipv4.ip_forward=1',
  },
  {
    name: 'server in its own tunnel',
    of: 'openvpn client',
    edits: [['ip route add 198.51.100.44 via 192.168.3.1', ':']],
    kind: 'loop',
    at: 'ip route add 128.0.0.0/1',
  },
  {
    name: 'chain without a jump',
    of: 'home router',
    edits: [
      [
        'iptables -P FORWARD DROP',
        'iptables -N guests\niptables -A guests -j DROP\niptables -P FORWARD DROP',
      ],
    ],
    kind: 'unused-chain',
    at: 'iptables -A guests -j DROP',
  },
  {
    name: 'route in halves',
    of: 'home router',
    edits: [
      [
        'ip route add default via 203.0.113.1',
        'ip route add default via 203.0.113.1\nip route add 10.0.0.0/8 via 203.0.113.2\nip route add 10.0.0.0/9 via 203.0.113.3\nip route add 10.128.0.0/9 via 203.0.113.4',
      ],
    ],
    kind: 'dead-route',
    at: 'ip route add 10.0.0.0/8',
  },
  {
    name: 'two rules of one priority',
    of: 'two lines by source network',
    edits: [
      [
        'ip rule add pref 700 from 10.2.0.0/24 lookup 12',
        'ip rule add pref 700 from 10.2.0.0/24 lookup 12\nip rule add pref 700 from 10.0.0.0/8 lookup 11',
      ],
    ],
    kind: 'priority-tie',
    at: 'pref 700 from 10.0.0.0/8',
  },
  {
    name: 'exception at the end',
    of: 'downloads by the cheap line',
    edits: [
      [
        'iptables -t nat -A POSTROUTING -o wwan0 -j MASQUERADE',
        'iptables -t nat -A POSTROUTING -o wwan0 -j MASQUERADE\niptables -t mangle -A OUTPUT -d 192.168.8.0/24 -j ACCEPT',
      ],
    ],
    kind: 'no-effect',
    at: '-d 192.168.8.0/24',
  },
  {
    name: 'mark for nobody',
    of: 'downloads by the cheap line',
    edits: [
      [
        'iptables -t nat -A POSTROUTING -o wwan0 -j MASQUERADE',
        'iptables -t nat -A POSTROUTING -o wwan0 -j MASQUERADE\niptables -t mangle -A OUTPUT -m owner --uid-owner 1081 -j MARK --set-mark 0x51',
      ],
    ],
    kind: 'mark-never-read',
    at: '0x51',
  },
  {
    name: 'mark of nobody',
    of: 'home router',
    edits: [
      [
        'iptables -t nat -A POSTROUTING -o wan -j MASQUERADE',
        'iptables -t nat -A POSTROUTING -o wan -m mark --mark 5 -j MASQUERADE',
      ],
    ],
    kind: 'mark-never-set',
    at: '--mark 5',
  },
  {
    name: 'one table for both lines',
    of: 'two lines by source network',
    edits: [
      [
        'ip rule add pref 601 fwmark 0x200/0xf00 lookup 12',
        'ip rule add pref 601 fwmark 0x200/0xf00 lookup 11',
      ],
      ['ip rule add pref 700 from 10.2.0.0/24 lookup 12', ':'],
      ['ip rule add pref 701 from 192.0.2.10 lookup 12', ':'],
    ],
    kind: 'wrong-table',
    at: 'pref 601',
  },
  {
    name: 'guests looked for on another device',
    of: 'two lines by source network',
    edits: [
      [
        'ip rule add pref 700 from 10.2.0.0/24 lookup 12',
        'ip rule add pref 700 from 10.2.0.0/24 iif office lookup 12',
      ],
    ],
    kind: 'wrong-device',
    at: 'iif office',
  },
  {
    name: 'sixteen for twenty-four',
    of: 'tunnel for one user',
    edits: [
      [
        'ip rule add pref 50 lookup main suppress_prefixlength 0',
        'ip rule add pref 50 to 192.168.9.0/16 lookup main',
      ],
    ],
    kind: 'wrong-prefix',
    at: 'to 192.168.9.0/16',
  },
  {
    name: 'the office asked for again',
    of: 'two lines by source network',
    edits: [
      [
        'ip rule add pref 701 from 192.0.2.10 lookup 12',
        'ip rule add pref 701 from 192.0.2.10 lookup 12\nip rule add pref 702 to 10.1.0.0/24 lookup main',
      ],
    ],
    kind: 'needless-rule',
    at: 'pref 702',
  },
  {
    name: 'a table of many routes',
    of: 'reserve line',
    edits: [
      [
        'sysctl -qw net.ipv4.ip_forward=1',
        `sysctl -qw net.ipv4.ip_forward=1\n${Array.from({ length: 501 }, (_, at) => `ip route add 100.64.${at >> 8}.${at & 255} via 203.0.113.9`).join('\n')}`,
      ],
    ],
    kind: 'not-followed',
    at: '',
  },
  {
    name: 'sockets asked for after all was diverted',
    of: 'transparent proxy',
    edits: [
      [
        'iptables -t mangle -A DIVERT -j ACCEPT',
        'iptables -t mangle -A DIVERT -j ACCEPT; iptables -t mangle -A PREROUTING -p tcp -j DIVERT',
      ],
    ],
    kind: 'dead-chain-rule',
    at: 'iptables -t mangle -A PREROUTING -p tcp -m socket --transparent -j DIVERT',
  },
  {
    name: 'the tunnel is not let out',
    of: 'whole tunnel with kill switch',
    edits: [['iptables -A OUTPUT -o wg1 -j ACCEPT', ':']],
    kind: 'missing-accept',
    at: 'ip route add default dev wg1 table 777',
  },
  {
    name: 'the host is not let talk to itself',
    of: 'whole tunnel with kill switch',
    edits: [
      ['iptables -A OUTPUT -o lo -j ACCEPT', ':'],
      [
        'iptables -A OUTPUT -d 192.168.7.0/24 -j ACCEPT',
        'iptables -A OUTPUT -o eth0 -d 192.168.7.0/24 -j ACCEPT',
      ],
    ],
    kind: 'missing-accept',
    at: 'iptables -P OUTPUT DROP',
  },
  {
    name: 'the rule for the mark of the device is for all',
    of: 'WireGuard for everything',
    edits: [['ip rule add not fwmark 51820 table 51820', 'ip rule add table 51820']],
    kind: 'loop',
    at: 'endpoint 203.0.113.9:51821',
  },
  {
    name: 'a peer is given the prefix of another',
    of: 'WireGuard for everything',
    edits: [
      [
        'wg set wg0 peer lDA0VVcw6x1jLJz7ALughEKRVsxa26PpWMvyEcKcLAk= allowed-ips 10.20.0.0/16',
        'wg set wg0 peer lDA0VVcw6x1jLJz7ALughEKRVsxa26PpWMvyEcKcLAk= allowed-ips 0.0.0.0/0',
      ],
    ],
    kind: 'allowed-ips',
    at: 'wg set wg0 peer ZPVDTq9ylPH2Ed7QQx0UKr6HkadXwTj0fVmJtwA8Y2Q=',
  },
  {
    name: 'a peer has a part of the network of another',
    of: 'WireGuard for everything',
    edits: [
      [
        'ip addr add 10.66.0.2/32 dev wg0',
        'ip addr add 10.66.0.2/32 dev wg0; wg set wg0 peer dV49GLGrLfDaWi5vNEatjFbPi0VGlc/38TcAI7EpKBk= allowed-ips 10.20.30.0/24',
      ],
    ],
    kind: 'nested-prefix',
    at: 'allowed-ips 10.20.30.0/24',
  },
  {
    name: 'nothing keeps packets in while the device is down',
    of: 'WireGuard for everything',
    edits: [
      [
        'iptables -A OUTPUT ! -o wg0 -m mark ! --mark 51820 -m addrtype ! --dst-type LOCAL -j REJECT',
        ':',
      ],
    ],
    kind: 'leak-when-down',
    at: 'wg0',
  },
  {
    name: 'a strict filter, and no mark for it',
    of: 'WireGuard for everything',
    edits: [
      [
        'ip route add default via 192.168.1.1',
        'ip route add default via 192.168.1.1; sysctl -qw net.ipv4.conf.eth0.rp_filter=1',
      ],
    ],
    kind: 'rp-filter',
    at: 'net.ipv4.conf.eth0.rp_filter=1',
  },
];

/** The script of a set-up with its fault. */
export function faultyScript({ name, of, edits }: Faulty): string {
  const sound = SOUND.find((setUp) => setUp.name === of)?.script ?? '';
  return edits.reduce((script, [line, instead]) => {
    const lines = script.split('\n');
    const at = lines.indexOf(line);
    if (at < 0) throw new Error(`${name}: no line reads ${line}`);
    return lines.with(at, instead).join('\n');
  }, sound);
}

/** A proxy past which packets leave while it isn't running. */
export const OPEN_PROXY = `${QUIET}
${devices('lan 192.168.40.1/24', 'wan 192.0.2.10/24')}
sysctl -qw net.ipv4.ip_forward=1
ip route add default via 192.0.2.1
ip route add local default dev lo table 106
ip rule add fwmark 1 lookup 106
nft 'table ip proxy { chain divert { type filter hook prerouting priority mangle; iifname lan tcp dport 443 tproxy to :7893 meta mark set 1 accept; }; }'`;
