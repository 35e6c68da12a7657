import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeAs } from '../../../src/host/describe.js';
import { Host } from '../../../src/host/host.js';
import { makeOutcome } from '../../../src/host/make-outcome.js';
import type { Packet } from '../../../src/packet/packet.js';
import { diff, equivalent } from '../../../src/verify/ask/diff.js';
import { evaluatePacket, packetsFor } from '../hosts.js';

const BASE = Host.fromCommands([
  'ip link set lo up',
  'ip link add eth0 type dummy',
  'ip link set eth0 up',
  'ip addr add 192.0.2.1/24 dev eth0',
  'ip route add default via 192.0.2.254',
  'ip route add default via 192.0.2.253 table 100',
  'ip rule add fwmark 0x10/0xf0 lookup 100',
]);

const rule = fc
  .tuple(
    fc.constantFrom('OUTPUT', 'POSTROUTING'),
    fc.constantFrom('', '-p tcp --dport 25', '-p tcp --dport 25:26', '-m mark --mark 0x3/0xf'),
    fc.constantFrom(
      'MARK --set-mark 0x10',
      'MARK --set-xmark 0x3/0xf',
      'MARK --set-xmark 0x10/0xff',
      'MARK --set-xmark 0x0/0xf0',
      'MARK --or-mark 0x13',
      'MARK --and-mark 0xf',
      'MARK --xor-mark 0x11',
      'MARK --xor-mark 0x1',
      'DSCP --set-dscp 8',
      'CONNMARK --restore-mark',
    ),
  )
  .map(([chain, match, target]) => `iptables -t mangle -A ${chain} ${match} -j ${target}`);

const rules = fc.array(rule, { maxLength: 4 });

function seen(host: Host, packet: Packet): string {
  const { namespace, machine } = host;
  const described = describeAs(namespace, machine.files);
  const outcome = makeOutcome(evaluatePacket(host, packet), namespace, described);
  const { kind, dev, gateway, src, mark, tos } = outcome;
  return JSON.stringify({ kind, dev, gateway, src, mark, tos });
}

/** Run in a small form by default, and whole in the thorough run. */
export function testDiffOfMarks(runs: number): void {
  describe('the difference of two hosts that give marks', () => {
    const options = { family: 4, direction: 'sent' } as const;

    it('is what packets end with, however it is reported', { timeout: 120_000 }, () => {
      let [different, alike] = [0, 0];
      fc.assert(
        fc.property(
          rules,
          // The last rule twice is as once, unless it turns bits over.
          fc.option(rules, { freq: 1 }),
          fc.array(packetsFor(BASE, 4), { minLength: 30, maxLength: 30 }),
          (some, others, packets) => {
            const [a, b] = [BASE.run(some), BASE.run(others ?? [...some, ...some.slice(-1)])];
            const changes = diff(a, b, options);
            expect(equivalent(a, b, options)).toBe(changes.length === 0);
            for (const { witness } of changes) expect(seen(a, witness)).not.toBe(seen(b, witness));
            if (changes.length > 0) {
              different += 1;
              return;
            }
            alike += 1;
            for (const packet of packets.filter(({ iif }) => iif === undefined)) {
              expect(seen(a, packet)).toBe(seen(b, packet));
            }
          },
        ),
        { numRuns: runs },
      );
      expect(Math.min(different, alike)).toBeGreaterThan(0);
    });

    it.each([
      ['MARK --xor-mark 0x1', 'MARK --xor-mark 0x2', false],
      ['MARK --xor-mark 0x1', 'MARK --xor-mark 0x1', true],
      ['MARK --set-mark 0x1', 'MARK --set-xmark 0x1/0xffffffff', true],
      ['MARK --or-mark 0x1', 'MARK --set-xmark 0x1/0x1', true],
      ['MARK --or-mark 0x1', 'MARK --set-mark 0x1', false],
    ])('%s and %s', (one, other, same) => {
      const [a, b] = [one, other].map((target) =>
        BASE.run(`iptables -t mangle -A POSTROUTING -j ${target}`),
      );
      expect(a && b && equivalent(a, b, options)).toBe(same);
    });

    it('is one for packets that are given a mark and for those that came with it', () => {
      const [before, after] = ['192.0.2.253', '192.0.2.252'].map((gateway) =>
        BASE.run([
          'ip rule add fwmark 0x2 lookup 200',
          `ip route add default via ${gateway} table 200`,
          'iptables -t mangle -A OUTPUT -p tcp --dport 25 -j MARK --set-mark 0x2',
        ]),
      );
      const changes = before && after ? diff(before, after, options) : [];
      const others = changes.map(({ before: fate }) => JSON.stringify({ ...fate, mark: '' }));
      expect(new Set(others).size).toBe(others.length);
      // Only packets with that mark come to the table.
      expect(new Set(changes.map(({ before: fate }) => fate?.mark))).toEqual(new Set(['0x2']));
      expect(others.length).toBeGreaterThan(0);
    });
  });
}
