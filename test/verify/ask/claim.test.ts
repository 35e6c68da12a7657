import { describe, expect, it } from 'vitest';
import { Host } from '../../../src/host/host.js';
import { ParseError } from '../../../src/parse-error.js';
import { UnknownName } from '../../../src/unknown-name.js';
import { proveClaim } from '../../../src/verify/ask/claim.js';
import { packetSet } from '../../../src/verify/packets/packet-set.js';
import { prove } from '../../../src/verify/ask/prove.js';

const host = Host.fromCommands(`
  ip link set lo up
  ip link add eth0 type veth peer name wire
  ip link set eth0 up
  ip link set wire up
  ip addr add 192.168.1.23/24 dev eth0
  ip route add default via 192.168.1.1
  iptables -t mangle -A OUTPUT -p tcp --dport 25 -j MARK --set-mark 0x2
  ip rule add fwmark 0x2 table 100
  ip route add default via 192.168.1.2 table 100
  iptables -A OUTPUT -p udp --dport 69 -j DROP
`);
const FAR = 'except to 127.0.0.0/8,192.168.1.0/24,224.0.0.0/4,255.255.255.255,0.0.0.0';

describe('a claim in words', () => {
  it.each([
    [`every ipv4 unbound tcp dport 25 ${FAR} leaves via 192.168.1.2`, true],
    [`every ipv4 unbound tcp dport 25 ${FAR} leaves via 192.168.1.1`, false],
    [`every ipv4 unbound tcp dport 25 ${FAR} leaves by eth0`, true],
    [`every ipv4 unbound tcp dport 25 ${FAR} ends with mark 0x2`, true],
    [`every ipv4 unbound tcp dport 25 ${FAR} ends with mark 2/0xf`, true],
    [`every ipv4 unbound tcp dport 25 ${FAR} has mark 2/0xf after mangle OUTPUT`, true],
    [`every unbound tcp dport 25 mark 0 has mark 2 after mangle OUTPUT`, false],
    [`every ipv4 unbound tcp mark 0 has mark 0 after raw OUTPUT`, true],
    [`every ipv4 unbound tcp dport 26 mark 0 ${FAR} ends with mark 0x2`, false],
    [`every unbound tcp dport 26-1000 mark 0 to 203.0.113.9 leaves via 192.168.1.1`, true],
    [`every unbound tcp dport 26-1000,25 mark 0 to 203.0.113.9 leaves via 192.168.1.1`, false],
    [`every unbound tcp dport !25 mark !0x2/0x2 to 203.0.113.9 leaves via 192.168.1.1`, true],
    [`every unbound tcp dport !25 mark 0x2/0x2 to 203.0.113.9 leaves via 192.168.1.1`, false],
    [`every unbound tcp dport !25 mark !2 to 203.0.113.9 leaves via 192.168.1.1`, true],
    ['every unbound udp dport 69 to 203.0.113.9 fails with EPERM', true],
    ['every unbound udp dport 69 to 203.0.113.9 is dropped', true],
    ['every unbound udp to 127.0.0.1 dport 70 is delivered', true],
    ['every unbound udp to 127.0.0.1 is delivered', false],
    ['every packet never leaves by wire', false],
    ['every udp to 203.0.113.9 unbound never leaves via 192.168.1.2', false],
    ['every udp to 203.0.113.9 unbound mark 0 never leaves via 192.168.1.2', true],
    ['every udp to 192.168.1.9 unbound mark 0 dport 70 leaves on link', true],
    ['every udp to 203.0.113.9 unbound dport 70 leaves on link', false],
    ['every unbound udp dport 69 to 203.0.113.9 is dropped at filter OUTPUT rule 1', true],
    ['every unbound udp dport 69 to 203.0.113.9 is dropped at OUTPUT policy', false],
    ['every unbound udp dport 70 mark 0 to 203.0.113.9 takes table main', true],
    ['every unbound udp dport 70 mark 2 to 203.0.113.9 takes table 100', true],
    ['every unbound udp dport 70 to 203.0.113.9 ends with source 192.168.1.23', true],
    ['every unbound udp dport 70 to 203.0.113.9 ends with source 192.168.1.24', false],
    ['every unbound packet to 203.0.113.9 never leaves by wire', true],
    ['every ipv6 udp never leaves', false],
    ['every ipv6 udp to 2001:db8::/32 oif none never leaves', true],
    ['every received packet in eth0 never leaves', true],
    ['every unbound icmp mark 2 to 203.0.113.9 takes rule 32765', true],
    ['every tcp from 192.168.1.23 oif none to 203.0.113.9 keeps its source', true],
  ])('%s: %s', (text, holds) => {
    const proof = proveClaim(host, text);
    expect(proof.holds).toBe(holds);
    expect(proof.statement).toBe(text);
    expect(proof.counterexample === undefined).toBe(holds);
  });

  it('is what the set and the claim say', () => {
    const { statement: _, ...words } = proveClaim(
      host,
      'every udp dport 69 to 203.0.113.0/24 leaves',
    );
    const set = packetSet({ protocol: 'udp', dport: 69, dst: '203.0.113.0/24' });
    const { statement: __, ...called } = prove(host).every(set).leaves();
    expect(words).toEqual(called);
  });

  it('names users and groups of the host', () => {
    const owned = host
      .run('iptables -A OUTPUT -m owner --uid-owner www-data --gid-owner users -j DROP')
      .run('ip6tables -A OUTPUT -m owner --uid-owner www-data --gid-owner users -j DROP');
    const holds = (text: string): boolean | undefined => proveClaim(owned, text).holds;
    expect(holds('every sent packet uid www-data gid users never leaves')).toBe(true);
    expect(holds('every sent packet uid 33 gid 100 never leaves')).toBe(true);
    expect(holds('every sent packet uid www-data,daemon gid users never leaves')).toBe(false);
    expect(holds('every sent packet uid www-data gid !users never leaves')).toBe(false);
    const set = packetSet({ uid: ['www-data'], gid: 'usrs' });
    expect(() => prove(owned).every(set)).toThrow(new UnknownName('group', 'usrs', ['users']));
    const { counterexample } = proveClaim(owned, 'every sent packet uid daemon never leaves');
    expect(counterexample?.packet.uid).toBe(1);
  });

  it('is about both families unless something says which', () => {
    const both = proveClaim(host, 'every udp never leaves');
    const [four, six] = ['ipv4', 'ipv6'].map((family) =>
      proveClaim(host, `every ${family} udp never leaves`),
    );
    expect(both.packets).toBe((four?.packets ?? 0n) + (six?.packets ?? 0n));
  });

  it('speaks of every mark that it does not name, of sockets and of what arrives', () => {
    const router = Host.fromCommands(`
      ip link set lo up
      ip link add eth0 type dummy
      ip link set eth0 up
      ip addr add 192.168.1.23/24 dev eth0
      ip link add tun0 type dummy
      ip link set tun0 up
      sysctl -w net.ipv4.ip_forward=1
      ip route add default via 192.168.1.1
      ip route add default dev tun0 table 100
      ip rule add fwmark 0x1/0xff table 100
    `);
    const holds = (text: string): boolean | undefined => proveClaim(router, text).holds;
    const sent = 'every unbound udp to 203.0.113.9';
    expect(holds(`${sent} mark 0x1/0xff leaves by tun0`)).toBe(true);
    expect(holds(`${sent} mark 0 leaves by eth0`)).toBe(true);
    expect(proveClaim(router, `${sent} leaves by eth0`).counterexample?.packet.mark).toBe(1);
    const arriving = 'every in eth0 udp from 192.168.1.9 to 203.0.113.9 ttl 64';
    expect(holds(`${arriving} mark 0x1/0xff leaves by tun0`)).toBe(true);
    expect(holds(`${arriving} leaves by eth0`)).toBe(false);
  });

  it.each([
    ['tcp leaves', 1, 'every'],
    ['every tcp leavs', 11, 'leaves'],
    ['every leaves', 7, 'packets'],
    ['every tcp dport leaves', 17, 'a value for dport'],
    ['every tcp dport 25', 19, ''],
    ['every tcp dport 70000 leaves', 7, 'dport'],
    ['every tcp leaves over eth0', 18, 'via or on or by'],
    ['every tcp has mark 2 at mangle OUTPUT', 22, 'after'],
    ['every tcp has mark 2 after nat OUTPUT', 28, 'raw, mangle, filter, security'],
    ['every tcp has mark 2 after raw INPUT', 32, 'PREROUTING, OUTPUT'],
    ['every tcp fails with EWHAT', 22, 'errno'],
    ['every tcp fails with ENETUNREACHED', 22, 'did you mean ENETUNREACH?'],
    ['every packet never leaves by eht0', 30, 'a device of the host (did you mean eth0?)'],
    ['every packet in eth0,eht0 leaves', 22, 'a device of the host (did you mean eth0?)'],
    ['every packet oif !wrie leaves', 19, 'a device of the host (did you mean wire?)'],
    ['every packet in lann leaves', 17, 'a device of the host (it has lo, wire, eth0)'],
    ['every tcp leaves via 192.168.1.3', 22, 'a gateway of the host (did you mean 192.168.1.1?)'],
    ['every tcp never leaves via 2001:db8::1', 28, 'a gateway of the host (it has 192.168.1.1'],
    [
      'every tcp takes rule 32764',
      22,
      'the priority of an ip rule of the host (did you mean 32765?)',
    ],
    ['every tcp takes table 101', 23, 'a routing table of the host (did you mean 100?)'],
    ['every tcp is dropped at filter FORWRD', 25, 'did you mean filter FORWARD?'],
    ['every tcp is dropped at OUTPUT rule 2', 25, 'a chain, rule or check of the host'],
    ['every tcp uid 0,www-dta leaves', 17, 'a user of the host (did you mean www-data?)'],
    ['every tcp gid !sers leaves', 16, 'a group of the host (did you mean users?)'],
    ['every tcp uid 1-x leaves', 7, 'uid: 0..4294967295, a range or a mask, got 1-x'],
    ['every tcp dport 25 dport 26 leaves', 20, 'dport once'],
    ['every tcp udp leaves', 11, 'protocol once'],
    ['every received packet uid 7 leaves', 7, 'uid: of sent packets only'],
    ['every tcp ends with mark 0x12/0xf', 26, 'a mark without bits outside of its mask'],
    ['every tcp is delivered quickly', 24, 'the end'],
  ])('that is wrong says where: %s', (text, column, expected) => {
    let error: unknown;
    try {
      proveClaim(host, text);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(ParseError);
    expect(error).toMatchObject({ column });
    expect(String(error)).toContain(expected);
  });
});
