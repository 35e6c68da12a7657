import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Host } from 'nexthop';
import { networks, type Network } from 'nexthop/fast-check';

const EXTRA = /tables|prohibit|unreachable|blackhole/;

/** The pings of each host to each address that aren't answered. */
function unanswered({ hosts, addresses }: Network): readonly string[] {
  return hosts.flatMap((host) =>
    addresses
      .filter((dst) => host.ping({ dst }).result !== 'answered')
      .map((dst) => `${host.namespaceName} to ${dst}`),
  );
}

describe.each([4, 6] as const)('networks of IPv%i', (family) => {
  const sample = fc.sample(networks(family), { seed: 7, numRuns: 12 });

  it('connect each namespace with each, but for what is drawn on top', () => {
    const plain = sample.filter((network) => !EXTRA.test(String(network)));
    expect(plain.length).toBeGreaterThan(0);
    expect(plain.slice(0, 2).flatMap(unanswered)).toEqual([]);
  });

  it('differ in what gets through', () => {
    const others = sample.filter((network) => EXTRA.test(String(network))).slice(0, 2);
    expect(others.some((network) => unanswered(network).length > 0)).toBe(true);
  });

  it('have 2 to 4 namespaces, as many as asked for at most', () => {
    for (const { hosts } of sample) expect([2, 3, 4]).toContain(hosts.length);
    for (const { hosts } of fc.sample(networks(family, { maxNamespaces: 2 }), { numRuns: 3 })) {
      expect(hosts).toHaveLength(2);
    }
    expect(() => networks(family, { maxNamespaces: 5 })).toThrow('maxNamespaces: 2..4, got 5');
  });

  it('are made by the script that they show', () => {
    const [network] = sample;
    const again = Host.fromCommands(String(network));
    expect([...again.machine.namespaces.keys()]).toEqual(
      network?.hosts.map(({ namespaceName }) => namespaceName),
    );
  });
});

it('networks shrink to what it takes', () => {
  const property = fc.property(networks(4), ({ hosts }) =>
    hosts.every(({ namespace }) => namespace.links.every(({ kind }) => kind !== 'bridge')),
  );
  const { counterexample } = fc.check(property, { seed: 1 });
  expect(String(counterexample?.[0])).toMatch(/^ip (-n \w+ )?link add br-\w type bridge\n$/);
});
