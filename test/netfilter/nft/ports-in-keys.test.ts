import { expect, it } from 'vitest';
import { Host } from '../../../src/host/host.js';
import { packetSet } from '../../../src/verify/packets/packet-set.js';
import { prove } from '../../../src/verify/ask/prove.js';

// Asked of Linux 6.18.44 with nft 1.1.3: of echo requests whose checksum is 25, where the port of others lies, all come through.
const host = Host.fromCommands(`
  ip link add eth0 type dummy
  ip link set eth0 up
  ip addr add 192.0.2.1/24 dev eth0
  nft add table ip t
  nft add chain ip t c '{ type filter hook output priority 0; }'
  nft 'add rule ip t c ip daddr . meta l4proto . th dport vmap { 192.0.2.9 . tcp . 25 : drop, 192.0.2.9 . udp . 53 : drop }'
`);

it('leaves nothing open of packets whose protocol no key has', () => {
  const pings = packetSet({ protocol: 'icmp', dst: '192.0.2.9', src: 'none', oif: 'none' });
  expect(prove(host).every(pings).leavesBy('eth0').holds).toBe(true);
});

it('still has the ports of those that one has', () => {
  const mail = packetSet({ protocol: 'tcp', dst: '192.0.2.9', dport: 25, direction: 'sent' });
  expect(prove(host).every(mail).neverLeavesBy('eth0').holds).toBe(true);
});
