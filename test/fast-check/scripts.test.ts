import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Host, parsePacketWords, type Family } from 'nexthop';
import { cases, commandsFor, hosts, scripts, type Case, type Subject } from 'nexthop/fast-check';

const FAMILIES: readonly Family[] = [4, 6];

/** Words that some script has. */
const WORDS = [
  'ip addr add',
  'ip addr del',
  'ip neigh replace',
  'sysctl -qw',
  'goto',
  'suppress_prefixlength',
  'fwmark',
  'iif',
  '-j one',
  'MARK',
  'CONNMARK',
  'ipset create',
  'ipset add',
  '-m set',
  'nomatch',
  'counters',
  'skbinfo',
  'skbmark',
  'netmask',
  'forceadd',
  '--map-set',
  '--add-set',
  '--del-set',
  '--packets-gt',
  ...['table', 'chain', 'set', 'map', 'element', 'rule'].map((kind) => `nft add ${kind} inet`),
  'nft insert rule',
  'type nat',
  'vmap',
];

/** What refuses is the kernel, or a table that has no such rule or chain. */
const REFUSAL =
  /^(RTNETLINK answers|Error: |nexthop: |ipset v|iptables v|ip6tables v|ip6?tables: )/;

/** All that a host is; keys of sets are numbers of any size. */
function asText({ namespace }: Host): string {
  return JSON.stringify(namespace, (_, value: unknown) =>
    typeof value === 'bigint' ? `${value}n` : value,
  );
}

describe.each(FAMILIES)(
  'scripts of IPv%i',
  (family) => {
    it('are accepted from the first command to the last, and give the host that they say', () => {
      const property = fc.property(scripts(family), (script) => {
        const again = Host.fromCommands(String(script));
        expect(asText(again)).toBe(asText(script.host));
        expect(String(script).split('\n')).toHaveLength(script.commands.length + 1);
      });
      fc.assert(property, { numRuns: 10 });
    });

    it('stay acceptable when they shrink', () => {
      const drawn = fc.sample(scripts(family, { maxCommands: 10 }), { numRuns: 2, seed: 3 });
      for (const script of drawn) {
        for (const shorter of script.shorter()) {
          expect(shorter.commands.length).toBeLessThanOrEqual(script.commands.length);
          expect(() => Host.fromCommands(String(shorter))).not.toThrow();
        }
      }
    });

    it('add, append, prepend, replace, change, delete, flush, take links down and up', () => {
      const anything = fc.sample(scripts(family), { numRuns: 120, seed: 5 });
      const some = ([['iptables'], ['nft'], ['set', 'iptables']] as const).flatMap((subjects) =>
        fc.sample(scripts(family, { subjects }), { numRuns: 80, seed: 5 }),
      );
      expect(anything.map(String).join('')).toMatch(/^nft add rule/m);
      const text = [...anything, ...some].map(String).join('');
      const tool = family === 4 ? 'ip' : 'ip -6';
      const tables = family === 4 ? 'iptables' : 'ip6tables';
      const expected = [
        ...['add', 'append', 'prepend', 'replace', 'change', 'del', 'flush'].map(
          (verb) => `${tool} route ${verb}`,
        ),
        ...['blackhole', 'unreachable', 'prohibit', 'throw'].map((type) => `route add ${type}`),
        ...['add', 'del'].map((verb) => `${tool} rule ${verb}`),
        ...['-A', '-I', '-R', '-D', '-F', '-N', '-P'].map((option) => `${tables} ${option}`),
        ...['mangle', 'raw'].map((table) => `${tables} -t ${table}`),
        ...['eth0 down', 'eth0 up'].map((state) => `ip link set ${state}`),
        ...WORDS,
        ...(family === 4 ? ['bitmap:ip,mac', 'iptables -t nat', 'DNAT', 'SNAT', 'MASQUERADE'] : []),
      ];
      expect(expected.filter((words) => !text.includes(words))).toEqual([]);
    });

    it('are hosts, reported as their scripts', () => {
      const property = fc.property(hosts(family, { maxCommands: 5 }), (host) => {
        const again = Host.fromCommands(fc.stringify(host));
        expect(asText(again)).toBe(asText(host));
      });
      fc.assert(property, { numRuns: 10 });
    });
  },
  60_000,
);

describe('scripts', () => {
  it('start where they are told, with as many commands, about what is asked for', () => {
    const start = Host.fromCommands('ip link set lo up');
    const property = fc.property(
      scripts(4, { start, maxCommands: 3, subjects: ['rule'] }),
      (script) => {
        expect(script.start).toBe(start);
        expect(script.commands.length).toBeLessThanOrEqual(3);
        expect(script.commands.every(({ words }) => words.join(' ').startsWith('ip rule'))).toBe(
          true,
        );
      },
    );
    fc.assert(property, { numRuns: 15 });
    expect(() => fc.sample(scripts(4, { maxCommands: -1 }), 1)).toThrow(
      'maxCommands: 0 or more, got -1',
    );
    expect(() => fc.sample(scripts(4, { subjects: [] }), 1)).toThrow('subjects: one or more');
  });
}, 60_000);

describe('commandsFor', () => {
  const drawn = new Map(
    FAMILIES.map((family) => [family, fc.sample(scripts(family), { numRuns: 10, seed: 2 })]),
  );

  it.each<[Family, Subject]>(
    FAMILIES.flatMap((family) =>
      (['route', 'rule', 'iptables', 'set', 'link', 'nft'] as const).map(
        (subject): [Family, Subject] => [family, subject],
      ),
    ),
  )('IPv%i, %s: most are accepted, and none is misspelt or not simulated', (family, subject) => {
    let accepted = 0;
    for (const { host } of drawn.get(family) ?? []) {
      for (const { words } of fc.sample(commandsFor(host, family, [subject]), {
        numRuns: 30,
        seed: 2,
      })) {
        const { exit, stderr } = host.exec(words);
        if (exit === 0) accepted++;
        expect(exit === 0 || REFUSAL.test(stderr)).toBe(true);
        expect(stderr).not.toMatch(
          /(?<!several nexthops is )not simulated|nknown|Usage|invalid port|bad rule \(does/,
        );
      }
    }
    expect(accepted / 300).toBeGreaterThan(0.6);
  });

  it('shrinks by what a command can do without', () => {
    const host = Host.fromCommands('ip link set lo up');
    const property = fc.property(
      commandsFor(host, 4, ['rule']),
      ({ words }) => !words.includes('fwmark'),
    );
    const [command] = fc.check(property, { seed: 1, numRuns: 1000 }).counterexample ?? [];
    expect(String(command)).toMatch(
      /^ip rule add fwmark \S+ (lookup \S+|blackhole|unreachable|prohibit)$/,
    );
  });
}, 60_000);

describe('cases', () => {
  /** The smallest case of which a property doesn't hold. */
  function shrunk(family: Family, holds: (each: Case) => boolean, seed: number): Case {
    const { counterexample } = fc.check(fc.property(cases(family, { maxCommands: 10 }), holds), {
      seed,
      numRuns: 1000,
    });
    return counterexample![0];
  }

  it.each([5])('shrink to the fewest commands and one packet: a gateway (seed %i)', (seed) => {
    const found = shrunk(4, ({ host, packet }) => host.send(packet).gateway !== '10.0.0.254', seed);
    // A device, up, with an address; a route.
    expect(found.script.commands.length).toBeLessThanOrEqual(8);
    expect(String(found.script)).toMatch(/via 10.0.0.254/);
    expect(fc.stringify(found.packet)).toMatch(/^(udp|tcp|icmp) to [\d.]+( mark \w+)?$/);
  });

  it.each([2])('shrink to the fewest commands and one packet: a drop (seed %i)', (seed) => {
    const found = shrunk(
      4,
      ({ host, packet }) => host.send(packet).at !== 'filter OUTPUT rule 1',
      seed,
    );
    expect(found.script.commands.length).toBeLessThanOrEqual(5);
  });

  it('are reported as a command to paste', () => {
    const property = fc.property(
      cases(4),
      ({ host, packet }) => host.send(packet).kind !== 'deliver',
    );
    const report = fc.check(property, { seed: 4 });
    const [found] = report.counterexample ?? [];
    const text = String(found);
    const [, packet, script] = /^nexthop trace - '(udp to [\d.]+)' <<'EOF'\n(.*)EOF\n$/s.exec(
      text,
    )!;
    expect(script!.split('\n').length).toBeLessThanOrEqual(4);
    expect(Host.fromCommands(script!).send(parsePacketWords(packet!)).kind).toBe('deliver');
    expect(fc.defaultReportMessage(report)).toContain(text);
  });
}, 60_000);
