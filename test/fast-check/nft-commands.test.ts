import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { Host, parsePacketWords } from 'nexthop';
import { commandsFor } from 'nexthop/fast-check';

const HOST = Host.fromCommands(`
  ip link set lo up
  ip link add eth0 type dummy
  ip link set eth0 up
  ip addr add 192.0.2.1/24 dev eth0
  ip addr add 2001:db8::1/64 dev eth0 nodad
  ip route add default via 192.0.2.254
`);

/** A host on which so many drawn commands have run, and which of them it took. */
function drawn(family: 4 | 6, seed: number, count: number) {
  const taken: string[] = [];
  let host = HOST;
  for (let at = 0; at < count; at++) {
    const [command] = fc.sample(commandsFor(host, family, ['nft']), {
      numRuns: 1,
      seed: seed + at,
    });
    if (command === undefined) throw new TypeError('sample: none');
    const { exit, host: after } = host.exec(command.words);
    if (exit !== 0) continue;
    host = after;
    taken.push(command.words.slice(1, 3).join(' '));
  }
  return { host, taken };
}

it.each([4, 6] as const)('draws what makes tables, chains, sets and rules of IPv%i', (family) => {
  const { host, taken } = drawn(family, 7, 160);
  expect(taken.length).toBeGreaterThan(60);
  const kinds = [
    ...['table', 'chain', 'set', 'map', 'element', 'rule'].map((kind) => `add ${kind}`),
    ...['insert', 'replace', 'delete'].map((verb) => `${verb} rule`),
    'delete element',
  ];
  expect(kinds.filter((kind) => !taken.includes(kind))).toEqual([]);
  expect(host.complete).toBe(true);
  const listed = host.exec(['nft', 'list', 'ruleset']).stdout;
  const again = Host.fresh().exec(['nft', '-f', '-'], listed);
  expect(again.stderr).toBe('');
  expect(again.host.exec(['nft', 'list', 'ruleset']).stdout).toBe(listed);
});

it('draws hosts on which batches fare as single packets do', () => {
  for (const seed of [1, 100, 200]) {
    const { host } = drawn(4, seed, 40);
    const packets = ['tcp to 198.51.100.1:80', 'udp to 192.0.2.7:53 mark 1', 'icmp to 192.0.2.1'];
    const asked = packets.map((text) => parsePacketWords(text));
    const compiled = host.compile();
    for (const packet of asked) {
      const { kind, mark } = host.send(packet);
      expect(compiled.send(packet)).toMatchObject({ kind, mark });
    }
  }
});
