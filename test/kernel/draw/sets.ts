import fc from 'fast-check';
import type { Pool } from './pool.js';
import { after, maybe, not, weighted, words } from './words.js';

/** The sets that scripts use, by what they hold; each has an `initval`, so that all hosts list them in the same order. */
const TYPES = {
  nets: 'hash:net',
  more: 'hash:net',
  hosts: 'hash:ip',
  pairs: 'hash:ip,port',
  services: 'hash:net,port',
  ways: 'hash:net,iface',
  seen: 'hash:ip',
  knocks: 'hash:ip,port',
  peers: 'hash:ip,port,net',
  ports: 'bitmap:port',
  counts: 'hash:net',
  marks: 'hash:net',
  masked: 'hash:ip,port',
  forced: 'hash:ip',
  frames: 'bitmap:ip,mac',
  both: 'list:set',
} as const;

/** With what sets are made besides; those that other kernels alone have are not drawn. */
const MADE_WITH: Readonly<Partial<Record<SetName, string>>> = {
  counts: 'counters',
  marks: 'skbinfo',
  masked: 'netmask 24',
  forced: 'counters forceadd hashsize 64 maxelem 5',
  frames: 'counters skbinfo',
  ports: 'counters',
};

type SetName = keyof typeof TYPES;
const NAMES = Object.keys(TYPES) as readonly SetName[];

const SMALL = fc.constantFrom('', '', 'hashsize 64 bucketsize 2', 'maxelem 3', 'hashsize 4096');

/** The commands that make the sets, put networks in one with an exception, and ask it for packets: many a script begins with them. */
export function setStart(pool: Pool): readonly string[] {
  const [wide, inner] =
    pool.family === 4 ? ['20.0.0.0/8', '20.1.0.0/16'] : ['2001:db8::/32', '2001:db8:1::/48'];
  const rule = `${pool.family === 4 ? 'iptables' : 'ip6tables'} -t mangle -A`;
  return [
    ...creations(pool),
    `ipset add nets ${wide}`,
    `ipset add nets ${inner} nomatch`,
    ...['OUTPUT', 'PREROUTING'].map(
      (chain) => `${rule} ${chain} -m set --match-set nets dst -j MARK --set-mark 1`,
    ),
    `ipset add marks ${wide} skbmark 0x2`,
    `ipset add marks ${inner} skbmark 0x1/0x3`,
    ...['OUTPUT', 'PREROUTING'].map(
      (chain) => `${rule} ${chain} -j SET --map-set marks dst --map-mark`,
    ),
  ];
}

function creations({ family }: Pool): readonly string[] {
  const inet = family === 4 ? 'inet' : 'inet6';
  return NAMES.map((name, index) => {
    const type = TYPES[name];
    const made = MADE_WITH[name] ?? '';
    const start = `ipset create ${name} ${type}`;
    switch (type) {
      case 'list:set':
        return `${start} skbinfo`;
      case 'bitmap:port':
        return `${start} range 0-3000 ${made}`;
      case 'bitmap:ip,mac':
        return `${start} range 10.0.0.0/16 ${made}`;
      default:
        return `${start} family ${inet} initval ${index + 1} ${made}`.trimEnd();
    }
  });
}

/** Commands of ipset on a few sets. */
export function setCommands(pool: Pool): fc.Arbitrary<string> {
  const name = fc.constantFrom(...NAMES);
  const entry = name.chain((set) =>
    fc
      .tuple(fc.constant(set), entries(pool, set), maybe(flags(set), 1), maybe(extras(set), 0.5))
      .map((found) => found.filter((one) => one !== '').join(' ')),
  );
  const inet = pool.family === 4 ? 'inet' : 'inet6';
  const exist = maybe(fc.constant('-exist'), 0.5);
  const twoNames = words(name, name);
  return weighted(
    [12, words('ipset add', entry, exist)],
    [
      3,
      words(
        'ipset del',
        name.chain((set) => words(set, entries(pool, set))),
        exist,
      ),
    ],
    [
      3,
      words(
        'ipset test',
        name.chain((set) => words(set, entries(pool, set))),
      ),
    ],
    [0.5, after('ipset flush', name)],
    [1, words('ipset swap', twoNames)],
    [0.3, words('ipset rename', twoNames)],
    [0.3, after('ipset destroy', name)],
    [
      0.5,
      words('ipset list', name, maybe(fc.constantFrom('-t', '-n', '-o save', '-o xml', '-o json'))),
    ],
    [0.5, words('ipset save', name)],
    [
      1,
      words(
        'ipset create',
        name,
        fc.constantFrom('hash:net', 'hash:ip', 'hash:ip,port', 'hash:net,iface'),
        `family ${inet} initval 7`,
        SMALL,
        maybe(
          fc.constantFrom('counters', 'skbinfo', 'forceadd', 'netmask 24', 'bitmask 255.0.255.0'),
        ),
        exist,
      ),
    ],
    [1, restores(pool)],
  );
}

/** Matches on the sets, from as many sides as they have and from others. */
export function setMatch(): fc.Arbitrary<string> {
  const sides = weighted<string>(
    [3, fc.constantFrom('src', 'dst')],
    [4, fc.constantFrom('src,dst', 'dst,dst', 'dst,src', 'src,src')],
    [1, fc.constantFrom('src,dst,dst', 'dst,src,src')],
  );
  return words(
    '-m set',
    not(
      fc
        // What packets do to link-layer addresses is no part of a question.
        .tuple(fc.constantFrom(...NAMES.filter((name) => name !== 'frames')), sides)
        .map(([name, looked]) => `--match-set ${name} ${looked}`),
    ),
    maybe(fc.constant('--return-nomatch'), 0.3),
    maybe(fc.constantFrom('! --update-counters', '! --update-subcounters'), 0.1),
  );
}

/** `-j SET` that gives packets what entries have for them. */
export function setMapping(): fc.Arbitrary<string> {
  return words(
    '-j SET --map-set',
    fc.constantFrom('marks', 'marks', 'both', 'nets', 'counts'),
    fc.constantFrom('src', 'dst', 'dst,src'),
    '--map-mark',
  );
}

/** What entries may have besides, as far as most sets have room for it. */
function extras(set: SetName): fc.Arbitrary<string> {
  const counters = fc.constantFrom('packets 3', 'bytes 100', 'packets 7 bytes 0x10');
  const mapping = fc.constantFrom(
    'skbmark 0x1',
    'skbmark 0x2/0x3',
    'skbmark 0x1/0xff skbprio 1:2',
    'skbqueue 2',
    'skbmark 1',
  );
  if (set === 'marks' || set === 'both') return mapping;
  if (set === 'frames') return weighted([1, counters], [1, mapping]);
  if (MADE_WITH[set]?.includes('counters') === true) return counters;
  return weighted([20, fc.constant('')], [1, counters], [1, mapping]);
}

function flags(set: SetName): fc.Arbitrary<string> {
  const type: string = TYPES[set];
  if (type === 'hash:net,iface') return fc.constantFrom('nomatch', 'wildcard', 'nomatch wildcard');
  return type.includes('net') ? fc.constant('nomatch') : fc.constant('');
}

function entries(pool: Pool, set: SetName): fc.Arbitrary<string> {
  const { family, prefixes, own, senders, destinations } = pool;
  const host = fc.constantFrom(...own.slice(0, 3), ...senders.slice(0, 4), ...destinations);
  const ranges =
    family === 4
      ? fc.constantFrom('10.0.0.0/29', '20.1.2.0-20.1.2.9', '10.0.1.0/25', '30.0.0.1/31')
      : host;
  const net = weighted<string>(
    [5, fc.constantFrom(...prefixes.filter((prefix) => prefix !== 'default'))],
    [2, host],
    [1, ranges],
    [0.3, fc.constantFrom(family === 4 ? '0.0.0.0/0' : '::/0')],
  );
  const hosts = weighted<string>([5, host], [1, ranges]);
  const icmp = family === 4 ? 'icmp:8/0' : 'icmpv6:128/0';
  const port = fc.constantFrom(
    '80',
    'udp:53',
    'tcp:25',
    'udp:7',
    '20-26',
    icmp,
    'udp:2000',
    'esp:0',
  );
  const device = fc.constantFrom('eth0', 'eth1', 'eth2', 'eth', 'lo', 'physdev:eth0');
  const joined = (...parts: fc.Arbitrary<string>[]): fc.Arbitrary<string> =>
    fc.tuple(...parts).map((found) => found.join(','));
  switch (TYPES[set]) {
    case 'hash:net':
      return net;
    case 'hash:ip':
      return hosts;
    case 'hash:ip,port':
      return joined(hosts, port);
    case 'hash:net,port':
      return joined(net, port);
    case 'hash:net,iface':
      return joined(net, device);
    case 'hash:ip,port,net':
      return joined(host, port, net);
    case 'bitmap:ip,mac':
      return words(
        fc
          .tuple(
            fc.constantFrom('10.0.0.1', '10.0.1.9', '10.0.0.2', '10.0.77.1', '20.0.0.1'),
            fc.constantFrom('', '', ',02:00:00:00:00:01', ',2:0:0:0:0:2', ',zz'),
          )
          .map((parts) => parts.join('')),
      );
    case 'bitmap:port':
      return fc.constantFrom('80', '25', '53', '7', '2000', '20-60', '1000-1005', '2999-3001');
    default:
      return words(
        fc.constantFrom('nets', 'hosts', 'pairs', 'ports', 'ways', 'both', 'nosuch'),
        maybe(fc.constantFrom('before nets', 'after hosts'), 0.3),
      );
  }
}

function restores(pool: Pool): fc.Arbitrary<string> {
  const line = fc
    .constantFrom(...NAMES)
    .chain((set) =>
      weighted(
        [8, words('add', set, entries(pool, set))],
        [1, words('del', set, entries(pool, set))],
        [0.5, after('flush', fc.constant(set))],
      ),
    );
  return fc
    .tuple(maybe(fc.constant('-exist')), fc.array(line, { minLength: 1, maxLength: 6 }))
    .map(([exist, lines]) => `ipset restore ${exist} <<'END'\n${lines.join('\n')}\nEND`);
}
