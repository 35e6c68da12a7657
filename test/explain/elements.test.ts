import { Host, udp } from 'nexthop';
import { expect, it } from 'vitest';

const RULES = `
table inet t {
  set nets { type ipv4_addr; flags interval; elements = { 203.0.113.0/24, 198.51.100.8-198.51.100.9 }; }
  set pairs { type ipv4_addr . inet_service; flags interval; elements = { 203.0.113.9 . 50-60 }; }
  map marks { type ipv4_addr : mark; flags interval; elements = { 203.0.113.0/25 : 7, * : 3 }; }
  map verdicts { type inet_service : verdict; elements = { 53 : jump known, * : continue }; }
  chain known {
    ip daddr . udp dport @pairs counter
    udp dport { 50-60, 80 } meta mark set ip daddr map @marks
    udp dport != { 1, 2 } counter
    ip daddr != @nets drop
    oifname { "eth*", "lo" } counter
    ip daddr vmap { 203.0.113.9 : accept, 198.51.100.0/24 : drop }
  }
  chain out {
    type filter hook output priority 0
    udp dport vmap @verdicts
    meta mark set 9 meta mark { 9 } counter
  }
}`;

it('names the element of each set and map in which a packet is', () => {
  const { host, stderr } = Host.fromCommands([
    'ip link set lo up',
    'ip link add eth0 type dummy',
    'ip link set eth0 up',
    'ip addr add 192.0.2.1/24 dev eth0',
    'ip route add default via 192.0.2.254',
  ]).exec(['nft', '-f', '-'], RULES);
  expect(stderr).toBe('');
  const met = (dport: number): unknown =>
    host
      .explain(udp({ dst: '203.0.113.9', dport }))
      .steps.flatMap((step) =>
        step.kind === 'chain-rule'
          ? [[step.chain, step.number, step.matched, step.elements ?? []]]
          : [],
      );
  expect(met(53)).toEqual([
    ['out', 1, true, ['53 : jump known']],
    ['known', 1, true, ['203.0.113.9 . 50-60']],
    ['known', 2, true, ['50-60', '203.0.113.0/25 : 0x00000007']],
    ['known', 3, true, []],
    ['known', 4, false, ['203.0.113.0/24']],
    ['known', 5, true, ['"eth*"']],
    ['known', 6, true, ['203.0.113.9 : accept']],
  ]);
  expect(met(99)).toEqual([
    ['out', 1, true, ['* : continue']],
    // The mark is another one when it is looked for: what it was says nothing of that.
    ['out', 2, true, []],
  ]);
});
