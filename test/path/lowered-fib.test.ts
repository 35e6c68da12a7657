import { describe, expect, it } from 'vitest';
import { addressFromWords } from '../../src/address/address.js';
import { addressBits } from '../../src/address/family.js';
import { printPrefix } from '../../src/address/address-text.js';
import { Host } from '../../src/host/host.js';
import { programOf } from '../../src/evaluate/program-of.js';
import type { Candidate } from '../../src/program/lowered-table.js';

/** What a lookup sees of candidates, their routes left out. */
function reported(candidates: readonly Candidate[]): unknown {
  return candidates.map(({ when, resolution }) => {
    if (resolution === 'throw') return { when, resolution };
    const { route, ...rest } = resolution;
    return { when, resolution: rest, table: route?.table };
  });
}

describe('a lowered table', () => {
  const commands = [
    'ip link set lo up',
    'ip link add eth0 type veth peer name wire',
    'ip link set eth0 up',
    'ip addr add 192.168.1.23/24 dev eth0',
    'ip -6 addr add 2001:db8::23/64 dev eth0',
    ...[1, 2].flatMap((hop) => [
      ...[10, 11, 12].map((net) => `ip route add ${net + 10 * hop}.0.0.0/8 via 192.168.1.${hop}`),
      `ip route add 10.${hop}.0.0/16 via 192.168.1.${hop} tos 0x10`,
      `ip route add 10.${hop}.0.0/16 via 192.168.1.${hop} src 192.168.1.23 metric 7`,
      `ip -6 route add 2001:db8:${hop}::/48 via 2001:db8::${hop}`,
    ]),
    // More than are read at once.
    ...Array.from({ length: 70 }, (_, net) => `ip route add 172.16.${net}.0/24 via 192.168.1.3`),
    'ip route add unreachable 10.0.0.0/8',
    'ip route add throw 10.9.0.0/16',
    'ip route add 0.0.0.0/0 nexthop via 192.168.1.1 nexthop via 192.168.1.2',
  ];
  const merged = Host.fromCommands(commands);
  const apart = Host.fromCommands([...commands, 'ip rule add fwmark 1 table 100']);

  it.each([4, 6] as const)('states alike routes of IPv%i as each route by itself', (family) => {
    for (const host of [merged, apart]) {
      const { steps } = programOf(host.namespace, family);
      for (const step of steps) {
        if (step.kind !== 'lookup') continue;
        const each = [...step.table.entries()].map(({ prefix, candidates }) => [
          printPrefix(prefix),
          reported(candidates),
        ]);
        const alike: unknown[] = [];
        step.table.forEachAlike((words, length, candidates) => {
          const address = addressFromWords(
            family,
            Array.from(words.slice(0, addressBits(family) / 32)),
          );
          alike.push([printPrefix({ address, length }), reported(candidates)]);
        });
        expect(alike).toEqual(each);
      }
    }
  });
});
