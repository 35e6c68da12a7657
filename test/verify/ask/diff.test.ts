import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printPacketWords } from '../../../src/packet/packet-words.js';
import { diff, equivalent } from '../../../src/verify/ask/diff.js';
import type { Host } from '../../../src/host/host.js';
import { FOUNDING, evaluatePacket, packetsFor } from '../hosts.js';
import { makeOutcome } from '../../../src/host/make-outcome.js';
import { describeAs } from '../../../src/host/describe.js';
import type { Packet } from '../../../src/packet/packet.js';

/** What is seen of a packet from outside of a host. */
function seen(host: Host, packet: Packet): string {
  const { namespace, machine } = host;
  const outcome = makeOutcome(
    evaluatePacket(host, packet),
    namespace,
    describeAs(namespace, machine.files),
  );
  const { kind, dev, gateway, errno, icmp, src, dst, sport, dport, mark, tos } = outcome;
  if (kind === 'drop' || kind === 'error') return JSON.stringify({ kind, errno, icmp });
  const way = kind === 'deliver' ? { dev } : { dev, gateway };
  return JSON.stringify({ kind, ...way, src, dst, sport, dport, mark, tos });
}

describe('the difference of two hosts', () => {
  const other = FOUNDING.run([
    'iptables -t mangle -D OUTPUT 1',
    'iptables -t mangle -A OUTPUT -p tcp --dport 26 -j MARK --set-mark 0x2',
  ]);
  const options = { family: 4, direction: 'sent' } as const;

  it(
    'is nothing between a host and itself, or one that does the same in another way',
    { timeout: 60_000 },
    () => {
      expect(equivalent(FOUNDING, FOUNDING, { family: 4 })).toBe(true);
      const same = FOUNDING.run([
        'ip rule del fwmark 0x2',
        'ip rule add fwmark 0x2 priority 100 table 101',
        'ip route add default via 192.168.1.2 table 101',
      ]);
      expect(equivalent(FOUNDING, same, options)).toBe(true);
      expect(equivalent(FOUNDING, other, options)).toBe(false);
    },
  );

  it('is exactly the packets that meet another fate', () => {
    const changes = diff(FOUNDING, other, options);
    expect(changes.map(({ witness }) => printPacketWords(witness))).toContain(
      'tcp to 203.0.113.9:25',
    );
    for (const { witness } of changes)
      expect(seen(FOUNDING, witness)).not.toBe(seen(other, witness));
    const total = changes.reduce((sum, { size }) => sum + size, 0n);
    expect(total > 0n).toBe(true);
    const changed = (packet: Packet): boolean =>
      packet.iif === undefined && packet.protocol === 6 && [25, 26].includes(packet.dport);
    fc.assert(
      fc.property(packetsFor(FOUNDING, 4), (packet) => {
        expect(changed(packet) || seen(FOUNDING, packet) === seen(other, packet)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});
