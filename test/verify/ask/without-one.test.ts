import { expect, it } from 'vitest';
import { packetSet } from '../../../src/verify/packets/packet-set.js';
import { prove } from '../../../src/verify/ask/prove.js';
import { withoutOne } from '../../../src/verify/ask/without-one.js';
import { FOUNDING } from '../hosts.js';

it('names what a property rests on', { timeout: 600_000 }, () => {
  const mail = packetSet({
    protocol: 'tcp',
    dport: 25,
    dst: '203.0.113.9',
    src: 'none',
    oif: 'none',
  });
  const all = withoutOne(
    FOUNDING,
    (host) => prove(host, { names: FOUNDING }).every(mail).leavesVia('192.168.1.2').holds,
  );
  expect(all.filter(({ holds }) => holds === undefined)).toEqual([]);
  expect(all.flatMap(({ command, holds }) => (holds === false ? [command] : []))).toEqual([
    'iptables -t mangle -D OUTPUT 1',
    'ip -4 rule del priority 32765 from all fwmark 0x2 lookup smtp',
    'ip -4 rule del priority 32766 from all lookup main',
    'ip -4 route del default via 192.168.1.1 dev eth0 table 254',
    'ip -4 route del default via 192.168.1.2 dev eth0 table smtp',
    'ip addr del 192.168.1.23/24 dev eth0',
    'ip link set wire down',
    'ip link set eth0 down',
  ]);
});
