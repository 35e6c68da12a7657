import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  errno,
  Host,
  icmp,
  makeOutcomeColumns,
  parseAddress,
  parsePrefix,
  ROUTE_TYPES,
  tcp,
  udp,
  type Packet,
} from 'nexthop';
import { cases, hosts, marks, packets, prefixes, routes } from 'nexthop/fast-check';
import { LpmTable } from 'nexthop/fib';
import { run } from 'nexthop/shell';
import { classes, coverage, deadRules, diff, packetSet, prove, withoutOne } from 'nexthop/verify';
import { machineFromData, machineToData } from '../../src/machine/machine-data.js';
import { few } from '../sample.js';
import { findUnfrozen } from './find-unfrozen.js';

/** Some of every kind of thing that a host can have. */
const EVERYTHING = `
  echo "100 smtp" >> /etc/iproute2/rt_tables
  ip netns add away
  ip link set lo up
  ip link add eth0 type veth peer name wire netns away
  ip -n away link set wire up
  ip link set eth0 up
  ip addr add 192.168.1.23/24 dev eth0
  ip addr add 192.168.1.24/24 dev eth0
  ip addr add 2001:db8::23/64 dev eth0 noprefixroute
  ip link add br0 type bridge
  ip link add tap0 type dummy
  ip link set tap0 master br0
  ip link set br0 up
  ip link set tap0 up
  ip neigh add 192.168.1.1 lladdr 02:00:00:00:00:01 dev eth0
  ip route add default via 192.168.1.1 dev eth0 mtu 1400
  ip route add 10.0.0.0/8 nexthop via 192.168.1.1 dev eth0 weight 2 nexthop via 192.168.1.2 dev eth0
  ip nexthop add id 1 via 192.168.1.3 dev eth0
  ip nexthop add id 2 via 192.168.1.4 dev eth0
  ip nexthop add id 3 group 1/2 type resilient buckets 4
  ip route add 10.9.0.0/16 nhid 3
  ip -6 route add default via fe80::1 dev eth0
  ip rule add fwmark 0x2/0xff table smtp
  ip route add default via 192.168.1.2 dev eth0 table smtp
  ip rule add priority 300 from 10.0.0.0/8 goto 40000
  ip rule add priority 40000 from 10.0.0.0/8 blackhole
  ipset create hosts hash:ip,port timeout 10 comment
  ipset add hosts 192.0.2.1,tcp:25 comment "the first"
  ipset create ports bitmap:port range 1-100
  ipset add ports 25
  ipset create both list:set
  ipset add both hosts
  iptables -N mail
  iptables -A OUTPUT -j mail
  iptables -E mail post
  iptables -A post -p udp --dport 53 -m comment --comment "no names" -j REJECT
  iptables -A post -m set --match-set hosts dst,dst -j ACCEPT
  iptables -A post -m statistic --mode nth --every 3 --packet 0 -j ACCEPT
  iptables -Z post
  iptables -t mangle -A OUTPUT -p tcp --dport 25 -j MARK --set-mark 0x2
  iptables -t nat -A POSTROUTING -o eth0 -j MASQUERADE
  ip6tables -P FORWARD DROP
  sysctl -qw net.ipv4.ip_forward=1
`;

const everything = Host.fromCommands(EVERYTHING).listen({
  protocol: 'tcp',
  port: 25,
  address: '192.168.1.23',
});

const SENT: readonly Packet[] = [
  tcp({ dst: '203.0.113.9', dport: 25 }),
  udp({ dst: '203.0.113.9', dport: 53 }),
  udp({ dst: '10.9.1.1', dport: 9, iif: 'eth0', src: '192.168.1.99' }),
  tcp({ dst: '192.168.1.23', dport: 25, iif: 'eth0', src: '192.168.1.99' }),
  icmp({ dst: '2001:db8:1::1' }),
  icmp({ dst: '10.1.1.1' }),
];

/** What becomes of packets, by every way in which a host is asked. */
function answers(host: Host, asked: readonly Packet[]): readonly unknown[] {
  const compiled = host.compile();
  return [
    compiled,
    ...asked.flatMap((packet) => {
      const { family } = packet.dst;
      const columns = compiled.packetColumns(family, [packet]);
      const batch = compiled.sendBatch(columns, makeOutcomeColumns(family, 1));
      return [
        packet,
        host.send(packet),
        host.explain(packet),
        compiled.send(packet),
        columns,
        batch,
        compiled.names(family),
        compiled.outcomeAt(columns, batch.outcomes, 0),
      ];
    }),
  ];
}

/** Where one of some values, by its place, can be changed. */
function unfrozenIn(values: Iterable<unknown>, seen = new WeakSet<object>()): readonly string[] {
  return [...values].flatMap((value, at) =>
    findUnfrozen(value, seen).map((path) => `${at}${path}`),
  );
}

describe('what can be reached from a host', () => {
  it("can't be changed: that throws, and nothing is changed", () => {
    const host = everything;
    const link = host.namespace.links.last();
    const route = host.namespace.v4.tables.get(254)?.routes.first()?.[0];
    expect(() => Object.assign(host, { machine: null })).toThrow(TypeError);
    expect(() => Object.assign(link ?? {}, { name: 'x' })).toThrow(TypeError);
    expect(() => Array.prototype.pop.call(route?.nexthops ?? [])).toThrow(TypeError);
    expect(() => Object.assign(host.namespace, { links: [] })).toThrow(
      'Cannot set on an immutable record.',
    );
    expect(host.namespace.links.last()?.name).toBe('tap0');
    expect(route?.nexthops).toHaveLength(1);
  });

  it('is frozen, of a host with everything', () => {
    expect(findUnfrozen(everything)).toEqual([]);
    expect(findUnfrozen(everything.exec(['ip', 'link']))).toEqual([]);
  });

  it('is frozen, of errors and what they hold', async () => {
    const incomplete = Host.fresh().exec(['conntrack', '-F']).host;
    const stopped = { signal: AbortSignal.abort() };
    const works: readonly (() => unknown)[] = [
      () => parseAddress('192.0.2.999'),
      () => Host.fromCommands('ip link set eth7 up'),
      () => incomplete.send(udp({ dst: '192.0.2.1' })),
      () => prove(everything).every(packetSet({})).leavesBy('eth7'),
      () => prove(everything, stopped).every(packetSet({})).leaves(),
      () => classes(everything, stopped),
      () => run('ip link set lo up', stopped),
    ];
    const errors = await Promise.all(
      works.map((work) =>
        Promise.resolve()
          .then(work)
          .catch((error: unknown) => error),
      ),
    );
    const names = errors.map((error) => (error instanceof Error ? error.name : ''));
    expect(names).toEqual(
      ['ParseError', 'CommandError', 'IncompleteHostError', 'UnknownName'].concat(
        Array.from({ length: 3 }, () => 'GaveUp'),
      ),
    );
    expect(unfrozenIn(errors)).toEqual([]);
  });

  it('is frozen, of a host that came from another thread', () => {
    const data = structuredClone(machineToData(everything.machine));
    expect(findUnfrozen(machineFromData(data))).toEqual([]);
  });

  const folder = new URL('../scenarios/', import.meta.url);
  const scenarios = readdirSync(folder, { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  it.each(few(2)(scenarios))('is frozen, of the host of $name', async ({ name }) => {
    const result = await run(readFileSync(new URL(`${name}/setup.sh`, folder), 'utf8'));
    const host = Host.fromMachine(result.machine);
    const asked = [tcp({ dst: '203.0.113.9', dport: 25 }), udp({ dst: '2001:db8::9', dport: 53 })];
    expect(unfrozenIn([result, host, ...answers(host, asked)])).toEqual([]);
  });

  it.each([4, 6] as const)('is frozen, of hosts that scripts of IPv%d make', (family) => {
    const seen = new WeakSet<object>();
    fc.assert(
      fc.property(cases(family, { maxCommands: 30 }), ({ host, packet }) => {
        const after = host.send(packet).host;
        const found = [host, ...answers(host, [packet]), ...answers(after, [packet])];
        expect(unfrozenIn(found, seen)).toEqual([]);
      }),
      { numRuns: 2 },
    );
  });
});

describe('an answer', () => {
  it.each(SENT)('is frozen, about packet %#', (packet) => {
    expect(unfrozenIn(answers(everything, [packet]))).toEqual([]);
  });

  it('is frozen, about a host that is incomplete', () => {
    const lacking = everything.exec(['ip', 'link', 'add', 'tun0', 'type', 'ovpn']).host;
    expect(lacking.missing).toHaveLength(1);
    const host = lacking.acceptIncomplete();
    const [first, second] = SENT;
    const asked = [first, second].filter((packet) => packet !== undefined);
    expect(unfrozenIn([host, host.missing, ...answers(host, asked)])).toEqual([]);
    expect(findUnfrozen(coverage(host, asked))).toEqual([]);
  });

  const host = Host.fromCommands([
    'ip link set lo up',
    'iptables -A OUTPUT -p udp --dport 53 -j DROP',
    'iptables -A OUTPUT -p udp --dport 53 -j ACCEPT',
    'iptables -A OUTPUT -m statistic --mode random --probability 0.5 -j DROP',
  ]);
  const loopback = packetSet({ dst: '127.0.0.1', src: 'none', oif: 'none' });

  it('is frozen, of a proof', () => {
    const claims = prove(host).every(loopback);
    const none = prove(host).every(packetSet({ dst: '127.0.0.1', dport: 1 }).except(loopback));
    const wrong = claims.delivered();
    expect(wrong.kind).toBe('wrong');
    const proofs = [wrong, claims.neverLeaves(), none.dropped()];
    expect(unfrozenIn([prove(host), claims, loopback, ...proofs])).toEqual([]);
  });

  it('is frozen, of classes, findings, coverage and differences', () => {
    const asked = { family: 4, direction: 'sent' } as const;
    const found = classes(host, asked);
    expect(findUnfrozen(found)).toEqual([]);
    const worked = found.flatMap(({ description, witness, choices, trace }) => [
      description,
      witness,
      choices,
      trace,
    ]);
    expect(unfrozenIn(worked)).toEqual([]);
    expect(deadRules(host).length).toBeGreaterThan(0);
    expect(findUnfrozen(deadRules(host))).toEqual([]);
    expect(findUnfrozen(coverage(host, [udp({ dst: '127.0.0.1', dport: 53 })]))).toEqual([]);
    const changes = diff(host, host.run('iptables -F'), asked);
    expect(changes.length).toBeGreaterThan(0);
    expect(findUnfrozen(changes)).toEqual([]);
    expect(findUnfrozen(withoutOne(host, () => true))).toEqual([]);
  });

  it('is frozen, of what is read and looked up', () => {
    const table = LpmTable.from(4, [['10.0.0.0/8', 'inside']]);
    const looked = [...table, table.lookupPrefix('10.1.2.3'), ...table.supernets('10.1.0.0/16')];
    expect(unfrozenIn(looked)).toEqual([]);
    const read = [parseAddress('::1'), parsePrefix('10.0.0.0/8'), errno('EINVAL'), ROUTE_TYPES];
    expect(unfrozenIn(read)).toEqual([]);
  });

  it('is frozen, of what arbitraries draw', () => {
    const some: readonly fc.Arbitrary<unknown>[] = [
      packets(4),
      prefixes(6),
      marks(),
      hosts(4, { maxCommands: 3 }),
      cases(6),
      routes(4),
    ];
    expect(unfrozenIn(some.flatMap((arbitrary) => fc.sample(arbitrary, 3)))).toEqual([]);
  });
});

describe('what the caller gives', () => {
  it('is not frozen, and a change of it later is none of a packet', () => {
    const words = [0xcb007109];
    const dst = { family: 4, words } as const;
    const packet = tcp({ dst: Object.freeze(dst), src: { ...dst }, dport: 25 });
    words[0] = 0;
    expect([packet.dst.words, packet.src?.words]).toEqual([[0xcb007109], [0xcb007109]]);
    expect(Object.isFrozen(words)).toBe(false);
  });
});
