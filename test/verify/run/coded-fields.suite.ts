import { all } from '../../sample.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Family } from '../../../src/address/family.js';
import type { Host } from '../../../src/host/host.js';
import { analyse } from '../../../src/verify/ask/analysis.js';
import { withCodedFields } from '../../../src/verify/atoms/with-coded-fields.js';
import { TRUE, type Node } from '../../../src/verify/engine/diagram.js';
import { fatesOf, type Fates } from '../../../src/verify/fate/fates.js';
import { freeBlocks } from '../../../src/verify/packets/free-blocks.js';
import { PacketSpace } from '../../../src/verify/packets/packet-space.js';
import type { Connections } from '../../../src/verify/run/track-packets.js';
import { FOUNDING, generatedHosts, scenarioHosts } from '../hosts.js';

/** The packets of each fate, by the fate as text. */
function packetsByFate(
  { fates, numbers, where, meet }: Fates,
  { diagram }: PacketSpace,
): ReadonlyMap<string, Node> {
  const [, some = TRUE] = numbers.map((number) => where(number));
  return new Map(
    numbers.map((number) => {
      const packets = where(number);
      for (const condition of [some, diagram.not(some), TRUE]) {
        expect(meet(number, condition)).toBe(diagram.meet(packets, condition));
      }
      return [JSON.stringify(fates[number]), packets];
    }),
  );
}

/** The same packets have the same fates whether their fields are coded or not, and the same fields say nothing of them. */
function check(host: Host, family: Family, connections: Connections = 'first'): void {
  const { namespace } = host;
  const space = new PacketSpace([namespace]);
  for (const direction of ['sent', 'received'] as const) {
    const options = { family, direction, connections, observed: 'fate' } as const;
    const plain = packetsByFate(fatesOf(host, analyse(space, namespace, options)), space);
    const coded = withCodedFields(
      space,
      [namespace],
      family,
      connections,
      (view, fields, comparing) => {
        const analysis = analyse(view, namespace, { ...options, comparing });
        return new Map(
          [...packetsByFate(fatesOf(host, analysis), view)].map(([fate, node]) => {
            const decoded = fields.decode(node);
            const narrowed = freeBlocks(space.diagram, node, analysis.packets);
            const possible = space.possible(namespace, direction);
            const twin = freeBlocks(space.diagram, decoded, possible).condition;
            expect(fields.decodeNarrowed(narrowed)).toBe(twin);
            return [fate, decoded] as const;
          }),
        );
      },
    );
    expect([...coded.keys()].toSorted()).toEqual([...plain.keys()].toSorted());
    const differs = [...plain].filter(([fate, node]) => node !== coded.get(fate));
    expect(differs).toEqual([]);
  }
}

/** Marks by mask, saved and restored; DSCP; translation; sources; many tables. */
export const MARKED: ReadonlySet<string> = new Set([
  'android-netd-vpn-and-tethering',
  'aws-vpc-cni-secondary-eni',
  'calico-wireguard-node',
  'docker-bridge',
  'wg-quick-full-tunnel',
  'lartc-split-access',
]);

/** Run in a small form by default, and whole in the thorough run. */
export function testCodedFields(names: ReadonlySet<string>, runs: number): void {
  describe('packets with coded fields', () => {
    it('have the fates of all for which they stand', () => {
      check(FOUNDING, 4);
      check(FOUNDING, 4, 'any');
      check(FOUNDING, 6);
    });

    it('are distinguished by marks that nobody reads, and by the bits that a rule leaves', () => {
      const host = FOUNDING.run([
        'iptables -t mangle -A OUTPUT -p udp -j MARK --set-mark 0x77',
        'iptables -t mangle -A POSTROUTING -p tcp -j MARK --set-xmark 0x100/0xf00',
      ]);
      check(host, 4);
    });

    it('are distinguished by ports that only lookups read, where a rule asks for them', () => {
      // Type and code of ICMP stand where the destination port is: 2048 is an echo request.
      for (const rule of ['dport 25', 'dport 2048', 'ipproto icmp dport 2048', 'sport 1024-2047']) {
        check(FOUNDING.run(`ip rule add ${rule} table smtp`), 4);
      }
    });

    it('do so on scenarios', { timeout: 600_000 }, async () => {
      for (const host of await scenarioHosts(all, names)) {
        for (const family of [4, 6] as const) check(host, family);
      }
    });

    it('do so on generated hosts', { timeout: 600_000 }, () => {
      fc.assert(
        fc.property(generatedHosts, (host) => {
          check(host, 4);
          check(host, 6);
        }),
        { numRuns: runs, seed: 2, endOnFailure: true },
      );
    });
  });
}
