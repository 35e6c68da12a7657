import { describe, expect, it } from 'vitest';
import { Host } from '../../src/host/host.js';
import { udp } from '../../src/packet/make-packet.js';

// Seen on Linux 6.18.44: a socket of the sender's host receives what another sends to 10.0.0.255, from 10.0.0.1, and so does the neighbour.
const host = Host.fromCommands(`
  ip netns add b
  ip link add eth0 type veth peer name p0 netns b
  ip link set eth0 up
  ip addr add 10.0.0.1/24 dev eth0
  ip -n b link set p0 up
  ip -n b addr add 10.0.0.2/24 dev p0
`);
const broadcast = udp({ dst: '10.0.0.255', dport: 7000 });

describe('a broadcast', () => {
  it('comes back to its sender as a copy, and goes on', () => {
    expect(host.journey(broadcast).journey).toMatchObject([
      { packet: 0, cause: 'sent', ns: null, kind: 'transmit', dev: 'eth0' },
      { packet: 1, cause: 'copy', ns: null, kind: 'deliver', iif: 'eth0', src: '10.0.0.1' },
      { packet: 0, cause: 'sent', ns: 'b', kind: 'deliver', iif: 'p0' },
    ]);
  });

  it('goes on where its copy is dropped', () => {
    const deaf = host.run('iptables -A INPUT -i eth0 -j DROP');
    expect(deaf.journey(broadcast).journey).toMatchObject([
      { packet: 0, kind: 'transmit' },
      { packet: 1, cause: 'copy', kind: 'drop', iif: 'eth0', at: 'filter INPUT rule 1' },
      { packet: 0, ns: 'b', kind: 'deliver' },
    ]);
  });
});
