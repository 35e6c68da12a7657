import { expect, it } from 'vitest';
import { lintScript } from './lint-script.js';

/** A host that wg-quick has given a full tunnel, with lines of the file and commands behind it. */
function fullTunnel(own: readonly string[], after: readonly string[] = []): string {
  return `ip link set lo up
sysctl -qw net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0
ip link add eth0 type dummy
ip link set eth0 up
ip addr add 192.168.1.10/24 dev eth0
ip route add default via 192.168.1.1
sysctl -qw net.ipv4.conf.eth0.rp_filter=1
mkdir -p /etc/wireguard
cat > /etc/wireguard/wg0.conf <<'EOW'
[Interface]
PrivateKey = cFsPh8fyw1mmPra7Adl++zXyv9kuGvnw93J45l0l/X0=
Address = 10.66.0.2/32
${own.join('\n')}
[Peer]
PublicKey = ZPVDTq9ylPH2Ed7QQx0UKr6HkadXwTj0fVmJtwA8Y2Q=
AllowedIPs = 0.0.0.0/0
Endpoint = 203.0.113.9:51821
EOW
wg-quick up wg0
${after.join('\n')}`;
}

const KILL_SWITCH =
  'PostUp = iptables -I OUTPUT ! -o %i -m mark ! --mark $(wg show %i fwmark) -m addrtype ! --dst-type LOCAL -j REJECT';

// With rules of nft, as wg-quick makes them, these checks are made all the same.
it.each([
  ['is sound with a kill switch', [KILL_SWITCH], [], []],
  ['leaks without one', [], [], ['leak-when-down']],
  [
    'loops without its rule',
    [KILL_SWITCH],
    ['ip rule del not fwmark 51820 table 51820', 'ip route replace default dev wg0'],
    ['missing-rule', 'loop'],
  ],
  [
    'loses answers without src_valid_mark',
    [KILL_SWITCH],
    ['sysctl -qw net.ipv4.conf.all.src_valid_mark=0'],
    ['rp-filter'],
  ],
  [
    'has peers that nothing is sent to',
    [KILL_SWITCH, '[Peer]', 'PublicKey = lDA0VVcw6x1jLJz7ALughEKRVsxa26PpWMvyEcKcLAk='],
    [],
    ['allowed-ips'],
  ],
] as const)('a full tunnel %s', async (_, own, after, kinds) => {
  const findings = await lintScript(fullTunnel(own, after));
  const found = findings.filter(({ kind }) => kind !== 'not-followed');
  expect(found.map(({ kind }) => kind)).toEqual(kinds);
});
