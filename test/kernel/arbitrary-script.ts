import fc from 'fast-check';
import type { PacketLine, Question } from './question.js';

/** The host that every generated script starts from: three devices with a far end each, and nothing else. */
export const BASE: readonly string[] = [
  'ip netns add peer',
  'ip link set lo up',
  ...[0, 1, 2].flatMap((n) => [
    `ip link add eth${n} address 02:00:00:00:0${n}:01 type veth peer name far${n} netns peer`,
    `ip -n peer link set far${n} up`,
    `ip link set eth${n} up`,
    `ip addr add 10.0.${n}.1/24 dev eth${n}`,
  ]),
];

const devices = fc.constantFrom('eth0', 'eth1', 'eth2');
const prefixes = fc.constantFrom(
  'default',
  '0.0.0.0/1',
  '10.0.0.0/8',
  '10.0.1.0/24',
  '10.0.1.128/25',
  '10.0.2.1',
  '20.0.0.0/8',
  '20.1.0.0/16',
  '20.1.2.0/24',
  '20.1.2.3',
  '127.5.0.0/16',
);
const gateways = fc.constantFrom(
  '10.0.0.254',
  '10.0.0.253',
  '10.0.1.254',
  '10.0.1.200',
  '10.0.2.254',
  '10.0.1.1',
  '20.1.2.9',
  '10.0.0.255',
);
const tables = fc.constantFrom('main', '100', '101', 'local', 'default');
const marks = fc.constantFrom('0', '1', '2', '0x10', '0x1/0xf', '0x12/0xf0', '0xffffffff');
const toses = fc.constantFrom('0x10', '0x08', '0x04', '0x1c');
const protocols = fc.constantFrom('udp', 'tcp');
const ports = fc.constantFrom(25, 53, 80, 1000);
// Never one of `ports`: a TCP socket that connects to its own address and port answers itself.
const sports = fc.constantFrom(7, 2000);

/** A part of a command that may be left out. */
function maybe(part: fc.Arbitrary<string>, weight = 1): fc.Arbitrary<string> {
  return fc.oneof({ weight: 2, arbitrary: fc.constant('') }, { weight, arbitrary: part });
}

/** Words put together, one blank between, what was left out dropped. */
function words(...parts: (string | fc.Arbitrary<string>)[]): fc.Arbitrary<string> {
  const arbitraries = parts.map((part) => (typeof part === 'string' ? fc.constant(part) : part));
  return fc.tuple(...arbitraries).map((found) => found.filter((word) => word !== '').join(' '));
}

const after = (word: string, value: fc.Arbitrary<string | number>): fc.Arbitrary<string> =>
  value.map((found) => `${word} ${found}`);

const routeKey = words(
  prefixes,
  maybe(after('tos', toses)),
  maybe(after('metric', fc.constantFrom(5, 10))),
  maybe(after('table', tables)),
);
const routeTarget = fc.oneof(
  {
    weight: 4,
    arbitrary: words(
      after('via', gateways),
      maybe(after('dev', devices)),
      maybe(fc.constant('onlink')),
    ),
  },
  {
    weight: 2,
    arbitrary: words(
      after('dev', devices),
      maybe(after('scope', fc.constantFrom('link', 'global', 'host'))),
    ),
  },
);
const routeRest = words(
  maybe(after('src', fc.constantFrom('10.0.0.1', '10.0.2.1', '10.0.9.9'))),
  maybe(after('proto', fc.constantFrom('static', 'kernel', '7'))),
);
const routeVerb = fc.constantFrom(
  'add',
  'add',
  'add',
  'append',
  'prepend',
  'replace',
  'change',
  'del',
);
const route = fc.oneof(
  { weight: 5, arbitrary: words('ip route', routeVerb, routeKey, routeTarget, routeRest) },
  {
    weight: 2,
    arbitrary: words(
      'ip route',
      routeVerb,
      fc.constantFrom('blackhole', 'unreachable', 'prohibit', 'throw'),
      routeKey,
    ),
  },
  {
    weight: 1,
    arbitrary: words(
      'ip route',
      fc.constantFrom('add local', 'add broadcast', 'del local'),
      prefixes,
      'dev lo',
      maybe(after('table', tables)),
    ),
  },
  { weight: 1, arbitrary: words('ip route del', routeKey) },
  { weight: 1, arbitrary: words('ip route flush', after('table', tables)) },
);

const selector = words(
  maybe(fc.constant('not')),
  maybe(after('from', fc.constantFrom('10.0.0.1', '10.0.0.0/16', '30.0.0.0/8', 'all'))),
  maybe(after('to', fc.constantFrom('20.1.0.0/16', '20.1.2.3', '10.0.1.0/24', '8.8.8.8'))),
  maybe(after('iif', fc.constantFrom('lo', 'eth0', 'eth1', 'nosuch'))),
  maybe(after('oif', fc.constantFrom('eth1', 'eth2'))),
  maybe(after('fwmark', marks), 2),
  maybe(after('tos', toses)),
  maybe(after('ipproto', protocols)),
  maybe(after('dport', fc.constantFrom('53', '25-80'))),
  maybe(after('sport', fc.constantFrom('2000', '1-999'))),
  maybe(after('uidrange', fc.constantFrom('0-0', '1000-2000'))),
);
const action = fc.oneof(
  {
    weight: 5,
    arbitrary: words(
      after('lookup', tables),
      maybe(after('suppress_prefixlength', fc.constantFrom(0, 8, 16))),
    ),
  },
  { weight: 2, arbitrary: fc.constantFrom('blackhole', 'unreachable', 'prohibit') },
);
const priority = maybe(after('priority', fc.constantFrom(10, 20, 30, 40, 50, 32766)), 4);
const rule = fc.oneof(
  { weight: 6, arbitrary: words('ip rule add', priority, selector, action) },
  { weight: 1, arbitrary: words('ip rule del', priority, selector, maybe(action)) },
);

const chains = {
  mangle: fc.constantFrom(
    'PREROUTING',
    'INPUT',
    'FORWARD',
    'OUTPUT',
    'OUTPUT',
    'POSTROUTING',
    'one',
    'two',
  ),
  filter: fc.constantFrom('INPUT', 'FORWARD', 'OUTPUT', 'one', 'two'),
};
const not = (part: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.tuple(fc.boolean(), part).map(([inverted, found]) => (inverted ? `! ${found}` : found));
const match = words(
  maybe(not(after('-s', fc.constantFrom('10.0.0.0/16', '10.0.1.1', '30.0.0.0/8')))),
  maybe(not(after('-d', fc.constantFrom('20.1.0.0/16', '20.1.2.3', '10.0.0.0/8')))),
  maybe(
    fc.oneof(
      not(after('-i', fc.constantFrom('eth0', 'eth+', 'lo'))),
      not(after('-o', fc.constantFrom('eth1', 'eth+', 'lo'))),
    ),
  ),
  maybe(
    fc
      .tuple(
        protocols,
        maybe(not(after('--dport', fc.constantFrom('53', '25:80', ':1000')))),
        maybe(after('--sport', sports)),
      )
      .map(([protocol, dport, sport]) =>
        `-p ${protocol} ${dport} ${sport}`.trim().replaceAll('  ', ' '),
      ),
  ),
  maybe(
    fc
      .tuple(fc.boolean(), marks)
      .map(([inverted, mark]) => `-m mark ${inverted ? '! ' : ''}--mark ${mark}`),
  ),
);
const setMark = fc
  .tuple(
    fc.constantFrom('--set-mark', '--set-xmark', '--and-mark', '--or-mark', '--xor-mark'),
    marks,
  )
  .map(
    ([option, mark]) =>
      `-j MARK ${option} ${option.startsWith('--set') ? mark : mark.replace(/\/.*/, '')}`,
  );
const verdict = fc.constantFrom('', '-j ACCEPT', '-j DROP', '-j RETURN', '-j one', '-j two');

/** An iptables command in one of the simulated tables. */
function tableCommand(table: 'mangle' | 'filter'): fc.Arbitrary<string> {
  const chain = chains[table];
  const target = fc.oneof({ weight: 3, arbitrary: setMark }, { weight: 2, arbitrary: verdict });
  const number = fc.constantFrom(1, 2, 3);
  const start = `iptables -t ${table}`;
  return fc.oneof(
    { weight: 10, arbitrary: words(start, after('-A', chain), match, target) },
    {
      weight: 2,
      arbitrary: words(start, after('-I', chain), maybe(number.map(String)), match, target),
    },
    { weight: 1, arbitrary: words(start, after('-D', chain), number.map(String)) },
    { weight: 1, arbitrary: words(start, after('-R', chain), number.map(String), match, target) },
    {
      weight: 3,
      arbitrary: words(
        start,
        fc.constantFrom('-N one', '-N two', '-N one', '-X one', '-E one two', '-F', '-F one', '-X'),
      ),
    },
    { weight: 1, arbitrary: words(start, after('-P', chain), fc.constantFrom('ACCEPT', 'DROP')) },
    { weight: 1, arbitrary: words(start, fc.constantFrom('-Z', '-Z OUTPUT', '-Z OUTPUT 1')) },
  );
}

const setting = fc.constantFrom(
  'sysctl -qw net.ipv4.ip_forward=1',
  'sysctl -qw net.ipv4.conf.all.rp_filter=1',
  'sysctl -qw net.ipv4.conf.eth0.rp_filter=2',
  'sysctl -qw net.ipv4.conf.all.src_valid_mark=1',
  'sysctl -qw net.ipv4.conf.all.accept_local=1',
  'sysctl -qw net.ipv4.conf.all.route_localnet=1',
  'ip link set eth1 down',
  'ip link set eth1 up',
  'ip addr add 10.0.0.2/24 dev eth0',
  'ip addr add 10.0.1.1/32 dev lo',
  'ip addr add 30.0.0.1/8 dev eth2',
  'ip addr del 10.0.2.1/24 dev eth2',
  'ip addr del 10.0.0.1/24 dev eth0',
  'ip neigh replace 10.0.0.254 lladdr 02:00:00:00:fe:00 dev eth0',
  'ip neigh replace 10.0.1.254 lladdr 02:00:00:00:fe:01 dev eth1 nud permanent',
);

const command: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: route },
  { weight: 5, arbitrary: rule },
  { weight: 5, arbitrary: tableCommand('mangle') },
  { weight: 2, arbitrary: tableCommand('filter') },
  { weight: 2, arbitrary: setting },
);

const destinations = fc.constantFrom(
  '20.1.2.3',
  '20.1.2.9',
  '20.1.9.9',
  '20.9.9.9',
  '8.8.8.8',
  '10.0.0.1',
  '10.0.2.1',
  '10.0.1.9',
  '10.0.1.200',
  '10.0.0.254',
  '127.0.0.1',
  '127.5.5.5',
  '30.0.0.1',
);
const shared = {
  tos: fc.option(fc.constantFrom(0x10, 0x08, 0x1c, 0xb8, 0x03), { nil: undefined, freq: 2 }),
  ttl: fc.option(fc.constantFrom(1, 2, 64), { nil: undefined, freq: 2 }),
};
const transport = fc.oneof(
  fc.record({ protocol: protocols, sport: sports, dport: ports }),
  fc.record({ protocol: fc.constant('icmp') }),
);
const localPacket = fc.record({
  ...shared,
  dst: destinations,
  src: fc.option(fc.constantFrom('10.0.0.1', '10.0.1.1', '10.0.2.1', '127.0.0.1', '99.9.9.9'), {
    nil: undefined,
    freq: 2,
  }),
  mark: fc.option(fc.constantFrom(1, 2, 0x10, 0x12), { nil: undefined, freq: 2 }),
  uid: fc.option(fc.constant(1000), { nil: undefined, freq: 2 }),
  oif: fc.option(devices, { nil: undefined, freq: 1 }),
});
const receivedPacket = fc.record({
  ...shared,
  dst: fc.oneof(
    { weight: 6, arbitrary: destinations },
    { weight: 1, arbitrary: fc.constantFrom('10.0.1.255', '255.255.255.255', '0.0.0.0') },
  ),
  iif: devices,
  src: fc.constantFrom(
    '10.0.0.9',
    '10.0.1.9',
    '30.0.0.5',
    '20.1.2.3',
    '10.0.0.1',
    '127.0.0.1',
    '0.0.0.0',
    '8.8.8.8',
    '10.0.1.255',
  ),
});
const packet: fc.Arbitrary<PacketLine> = fc
  .tuple(fc.oneof(localPacket, receivedPacket), transport)
  .map(([fields, rest]) => JSON.parse(JSON.stringify({ ...fields, ...rest })));

const lookup = fc
  .tuple(
    destinations,
    maybe(after('from', fc.constantFrom('10.0.0.1', '10.0.0.9 iif eth0', '30.0.0.5 iif eth1'))),
    maybe(after('mark', fc.constantFrom(1, 2, 16))),
    maybe(after('tos', toses)),
    maybe(fc.constant('ipproto udp sport 2000 dport 53')),
    maybe(fc.constant('oif eth1')),
    maybe(fc.constant('uid 1000')),
  )
  .map(([dst, ...rest]) => ['ip route get', dst, ...rest].filter((word) => word !== '').join(' '));

const run = (line: string): Question => ({ kind: 'run', run: line });

/** What a generated script does after its base, and what is asked along the way. */
export const scripts: fc.Arbitrary<readonly Question[]> = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: command.map(run) },
    {
      weight: 4,
      arbitrary: packet.map((fields): Question => ({ kind: 'packet', packet: fields })),
    },
    { weight: 2, arbitrary: lookup.map(run) },
  ),
  { minLength: 1, maxLength: 40, size: 'max' },
);

/** What is asked at the end of every script: all that it left behind. */
export const STATE: readonly Question[] = [
  'ip rule',
  'ip route show table all',
  'ip -4 addr',
  'iptables -t mangle -nvL',
  'iptables-save -c',
].map(run);
