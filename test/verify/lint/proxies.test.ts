import { Host, type Listening } from 'nexthop';
import { deadRules } from 'nexthop/verify';
import { describe, expect, test } from 'vitest';

const START = [
  'ip link set lo up',
  'ip link add e0 type veth peer name wire0',
  'ip link add e1 type veth peer name wire1',
  ...['e0', 'e1', 'wire0', 'wire1'].map((name) => `ip link set ${name} up`),
  'ip addr add 10.0.0.1/24 dev e0',
  'ip addr add 10.0.1.1/24 dev e1',
  'sysctl -w net.ipv4.ip_forward=1',
  'ip route add default via 10.0.1.254',
  'ip route add local default dev lo table 106',
  'ip rule add fwmark 1 lookup 106',
];

const nft = (...rules: readonly string[]): string =>
  `nft 'table ip a { chain p { type filter hook prerouting priority mangle; ${rules.join('; ')}; }; }'`;
const iptables =
  'iptables -t mangle -A PREROUTING -i e0 -p udp --dport 53 -j TPROXY --on-port 1080 --tproxy-mark 1';
const udp = (port: number, more: Partial<Listening> = {}): Listening => ({
  protocol: 'udp',
  port,
  transparent: true,
  ...more,
});

/** What is said of proxies, by severity. */
function said(rule: string, ...listening: readonly Listening[]): readonly string[] {
  const host = listening.reduce(
    (before, one) => before.listen(one),
    Host.fromCommands(START).run([rule]),
  );
  return deadRules(host)
    .filter(({ kind }) => kind === 'unheard-proxy')
    .map(({ severity, text }) => `${severity}: ${text}`);
}

// What becomes of the packets is shown by the kernel: test/behaviour/chapters/18-nft.jsonl.
describe('lint of rules that hand packets to a proxy', () => {
  const after = nft('iifname e0 udp dport 53 tproxy to :1080 meta mark set 1 accept');
  const before = nft('iifname e0 udp dport 53 meta mark set 1 tproxy to :1080 accept');
  const both = nft('iifname e0 meta l4proto { tcp, udp } tproxy to :1080 meta mark set 1 accept');

  test('notes that packets leave past it while nothing listens', () => {
    expect(said(after)).toEqual([
      'note: While no transparent socket listens, `iifname "e0" udp dport 53 tproxy to :1080 meta mark set 0x00000001 accept` (rule 1 of ip a p) ends for udp from 10.0.0.77 to 8.8.8.8:53 in e0, which leaves by e1 via 10.0.1.254, past the proxy: a rule behind it that drops would keep it in',
    ]);
  });

  test('says nothing where no socket is stated and nothing leaves', () => {
    expect(said(before)).toEqual([]);
    expect(
      said(nft('udp dport 53 tproxy to :1080 meta mark set 1 accept', 'udp dport 53 drop')),
    ).toEqual([]);
    expect(said(iptables)).toEqual([]);
  });

  test('says nothing where the socket is stated to listen', () => {
    expect(said(after, udp(1080))).toEqual([]);
    expect(said(before, udp(1080))).toEqual([]);
    expect(said(iptables, udp(1080))).toEqual([]);
    expect(said(both, udp(1080), udp(1080, { protocol: 'tcp' }))).toEqual([]);
  });

  test('says nothing where another rule finds one', () => {
    const spare = nft(
      'iifname e0 udp dport 53 tproxy to :1081 meta mark set 1 accept',
      'iifname e0 udp dport 53 tproxy to :1080 meta mark set 1 accept',
    );
    expect(said(spare, udp(1080))).toEqual([]);
    expect(said(spare, udp(1082))).toHaveLength(2);
  });

  test.each([
    ['another port', udp(1081)],
    ['another protocol', udp(1080, { protocol: 'tcp' })],
    ['a socket that is not transparent', udp(1080, { transparent: false })],
    ['another address', udp(1080, { address: '10.0.1.1' })],
  ] as const)('finds %s', (_, listening) => {
    expect(said(after, listening)).toEqual([
      expect.stringContaining('leaves by e1 via 10.0.1.254'),
    ]);
    expect(said(before, listening)).toEqual([
      expect.stringContaining('delivered here, to no proxy'),
    ]);
    expect(said(iptables, listening)).toEqual([
      expect.stringContaining('is dropped at mangle PREROUTING rule 1'),
    ]);
    for (const rule of [after, before, iptables]) {
      expect(said(rule, listening)[0]).toMatch(/^fault: /);
    }
  });

  test('finds the protocol that is missing', () => {
    expect(said(both, udp(1080))).toEqual([expect.stringContaining(' tcp from ')]);
  });
});
