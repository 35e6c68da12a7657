import { expect, it } from 'vitest';
import { Host } from '../../../src/host/host.js';
import { journeyClasses } from '../../../src/verify/ask/journey-classes.js';
import { journeyDiff } from '../../../src/verify/ask/journey-diff.js';

const host = Host.fromCommands(`
  ip netns add far
  ip link add eth0 type veth peer name e0 netns far
  ip link set eth0 up
  ip addr add 10.2.0.1/24 dev eth0
  ip -n far link set e0 up
  ip -n far addr add 10.2.0.5/24 dev e0
  ip netns exec far iptables -A INPUT -p tcp --dport 23 -j DROP
`);
const ASKED = { family: 4, direction: 'received' } as const;
const SENT = { family: 4, direction: 'sent' } as const;

it('packets are divided by where they end, and each class has a witness that ends there', () => {
  const found = journeyClasses(host, SENT);
  const texts = new Set(found.flatMap(({ ends }) => ends.map(({ text }) => text)));
  expect(texts).toContain('is delivered in far from e0');
  expect(texts).toContain('is dropped in far at filter INPUT rule 1');
  expect(texts).toContain('is dropped in the first namespace at neighbour dev eth0');
  for (const { ends, witness } of found) {
    const { journey } = host.journey(witness);
    const last = journey.findLast(({ packet }) => packet === 0);
    for (const { kind, namespace } of ends) {
      if (kind !== 'deliver' && kind !== 'drop') continue;
      expect(last).toMatchObject({ ns: namespace, kind });
    }
  }
});

it('a difference is that of the packets that end elsewhere', () => {
  const open = host.run('ip netns exec far iptables -F');
  const changes = journeyDiff(host, open, SENT).filter(({ kind }) => kind === 'changed');
  expect(changes.map(({ text }) => text)).toHaveLength(1);
  expect(changes[0]?.witness).toMatchObject({ protocol: 6, dport: 23 });
  expect(journeyDiff(host, host, ASKED)).toEqual([]);
});
