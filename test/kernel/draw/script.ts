import fc from 'fast-check';
import type { Question } from '../question.js';
import {
  CHAINS,
  plainChainCommands,
  setChainCommands,
  translationCommands,
  wideChainCommands,
} from './chains.js';
import { deviceThemes } from './devices/themes.js';
import { lookups } from './lookups.js';
import { flows, HASH_SEED, hopCommands } from './hops.js';
import { hostCommands } from './hosts.js';
import { listings, restores, tableListings } from './listings.js';
import { nexthopObjectCommands } from './nexthop-objects.js';
import { nftThemes } from './nft/themes.js';
import { IPV4, IPV6, type Pool } from './pool.js';
import { routeCommands } from './routes.js';
import { ruleCommands } from './rules.js';
import { setCommands, setStart } from './sets.js';
import { SOCKETS, socketCommands, socketStart, withoutSecondSyns } from './sockets.js';
import { fewSettings, moreSettings, settings6 } from './settings.js';
import {
  conversation,
  inBatches,
  ROUTES4,
  ROUTES6,
  run,
  singlePackets,
  type Theme,
} from './theme.js';
import { weighted } from './words.js';
import { VM } from '../world.js';

/** A drawn script: the host that it starts from, then what happens to it and is asked. */
export interface Draw {
  readonly base: readonly Question[];
  readonly script: readonly Question[];
  /** What is asked at its end: all that it left behind. */
  readonly state: readonly Question[];
}

/** The host that every script starts from: three devices with a far end each and an address, of which the second has one more. */
export const BASE: readonly string[] = [
  HASH_SEED,
  'ip netns add peer',
  'ip link set lo up',
  ...[0, 1, 2].flatMap((n) => [
    `ip link add eth${n} address 02:00:00:00:0${n}:01 type veth peer name far${n} netns peer`,
    `ip -n peer link set far${n} up`,
    `ip link set eth${n} up`,
    `ip addr add 10.0.${n}.1/24 dev eth${n}`,
  ]),
  'ip addr add 10.0.9.1/24 dev eth1',
];
/** What is added to it for IPv6. */
export const BASE6: readonly string[] = [0, 1, 2].map(
  (n) => `ip addr add fd00:${n}::1/64 dev eth${n} nodad`,
);

/** What is asked at the end of most scripts: all that they left behind. */
const STATE: readonly Question[] = [
  'ip rule',
  'ip -6 rule',
  'ip nexthop',
  'ip route show table all',
  'ip -4 addr',
  'iptables -t mangle -nvL',
  'iptables-save -c',
  'ip6tables-save -c',
  'ipset list',
].map(run);

/** Many flows that follow one another. */
function manyFlows(pool: Pool, arrivals: readonly string[]): fc.Arbitrary<Question[]> {
  return fc.array(
    flows(pool, arrivals).map((packet): Question => ({ kind: 'packet', packet })),
    { minLength: 4, maxLength: 16, size: 'max' },
  );
}

/** Before all routes: the kernel remembers the source of a route, whatever the setting says later. */
const LOCALNET = 'sysctl -qw net.ipv4.conf.all.route_localnet=1';
/** Chains of the user's, that rules can jump to from the beginning, a rule that sends packets another way, and one that counts what sockets own. */
function chainsOf(tool: string, tables: readonly string[]): readonly string[] {
  return [
    ...tables.flatMap((table) => [`${tool} -t ${table} -N one`, `${tool} -t ${table} -N two`]),
    `${tool} -t mangle -A OUTPUT -p udp -j MARK --set-mark 1`,
    `${tool} -t mangle -A POSTROUTING -p udp -m owner --socket-exists`,
  ];
}

/** What has connections tracked, and translates some, from the beginning of many a script. Often they are older than table nat. */
function translationStart({ family, destinations }: Pool): readonly string[] {
  const tool = family === 4 ? 'iptables' : 'ip6tables';
  const nat = `${tool} -t nat`;
  return [
    `${tool} -t mangle -A PREROUTING -m conntrack --ctstate INVALID`,
    `${nat} -A POSTROUTING -o eth1 -j MASQUERADE`,
    `${nat} -A OUTPUT -p udp -j DNAT --to-destination ${destinations[7]}`,
  ];
}

const NETFILTER_TABLES = ['raw', 'mangle', 'filter', 'security'] as const;

/** What the tools print, and what they do to a host, without a packet. */
function tools(pool: Pool): fc.Arbitrary<string> {
  const table = fc.constantFrom(...NETFILTER_TABLES, 'nat' as const);
  return weighted(
    [3, listings(pool)],
    [2, table.chain((name) => tableListings(pool, name))],
    [2, table.chain((name) => restores(pool, name, CHAINS[name].filter(isBuiltin)))],
    [3, hostCommands],
    [1, routeCommands(pool)],
    [1, hopCommands(pool)],
    [1, nexthopObjectCommands(pool)],
    [1, ruleCommands(pool, true)],
    [1, table.chain((name) => wideChainCommands(pool, name))],
  );
}

function isBuiltin(chain: string): boolean {
  return chain === chain.toUpperCase();
}

const THEMES: readonly Theme[] = [
  {
    name: 'routes',
    pool: IPV4,
    start: [],
    command: weighted(
      [6, routeCommands(IPV4)],
      [5, ruleCommands(IPV4, false)],
      [5, plainChainCommands(IPV4, 'mangle')],
      [2, plainChainCommands(IPV4, 'filter')],
      [2, fewSettings],
    ),
    burst: singlePackets(IPV4),
  },
  {
    name: 'settings',
    pool: IPV4,
    start: [LOCALNET, ...ROUTES4],
    command: weighted(
      [3, routeCommands(IPV4)],
      [5, ruleCommands(IPV4, true)],
      [1, plainChainCommands(IPV4, 'mangle')],
      [5, moreSettings],
    ),
    burst: singlePackets(IPV4, ['eth0', 'eth2']),
  },
  {
    name: 'netfilter',
    pool: IPV4,
    start: [...ROUTES4, ...chainsOf('iptables', ['mangle', 'nat', 'filter'])],
    command: weighted(
      [1, routeCommands(IPV4)],
      [1, ruleCommands(IPV4, false)],
      [2, wideChainCommands(IPV4, 'raw')],
      [5, wideChainCommands(IPV4, 'mangle')],
      [5, wideChainCommands(IPV4, 'nat')],
      [3, wideChainCommands(IPV4, 'filter')],
      [1, wideChainCommands(IPV4, 'security')],
      [1, fewSettings],
    ),
    before: SOCKETS,
    burst: weighted([3, conversation(IPV4)], [1, singlePackets(IPV4)]),
  },
  {
    name: 'routes6',
    pool: IPV6,
    start: ROUTES6,
    command: weighted(
      [6, routeCommands(IPV6)],
      [5, ruleCommands(IPV6, true)],
      [4, plainChainCommands(IPV6, 'mangle')],
      [2, settings6],
    ),
    burst: singlePackets(IPV6),
  },
  {
    name: 'netfilter6',
    pool: IPV6,
    start: [...ROUTES6, ...chainsOf('ip6tables', ['mangle', 'nat', 'filter'])],
    command: weighted(
      [2, routeCommands(IPV6)],
      [2, ruleCommands(IPV6, false)],
      [2, wideChainCommands(IPV6, 'raw')],
      [5, wideChainCommands(IPV6, 'mangle')],
      [3, wideChainCommands(IPV6, 'filter')],
      [4, wideChainCommands(IPV6, 'nat')],
      [1, wideChainCommands(IPV6, 'security')],
      [0.5, settings6],
    ),
    burst: weighted([2, conversation(IPV6)], [1, singlePackets(IPV6)]),
  },
  ...([IPV4, IPV6] as const).flatMap((pool): readonly Theme[] => [
    {
      name: `nexthops${pool.family}`,
      pool,
      start: pool.family === 4 ? ROUTES4 : ROUTES6,
      command: weighted(
        [5, hopCommands(pool)],
        [5, nexthopObjectCommands(pool)],
        [1, ruleCommands(pool, false)],
      ),
      burst: manyFlows(pool, ['eth0', 'eth2']),
    },
    {
      name: `tools${pool.family}`,
      pool,
      start: pool.family === 4 ? ROUTES4 : ROUTES6,
      command: tools(pool),
      burst: fc.constant([]),
    },
    {
      name: `sets${pool.family}`,
      pool,
      start: [...(pool.family === 4 ? ROUTES4 : ROUTES6), ...setStart(pool)],
      command: weighted(
        [6, setCommands(pool)],
        [4, setChainCommands(pool, 'mangle')],
        [1, setChainCommands(pool, 'filter')],
        [1, fewSettings],
      ),
      burst: singlePackets(pool),
    },
    {
      name: `sockets${pool.family}`,
      pool,
      start: [...(pool.family === 4 ? ROUTES4 : ROUTES6), ...socketStart(pool)],
      command: weighted([8, socketCommands(pool)], [1, translationCommands(pool)]),
      // Without a way back for its answer no TCP connection begins.
      before: [
        run(
          `ip -${pool.family} route add default via ${pool.family === 4 ? '10.0.0.254' : 'fd00::fe'} metric 2000`,
        ),
        ...SOCKETS,
      ],
      burst: conversation(pool).map(withoutSecondSyns),
    },
    {
      name: `translation${pool.family}`,
      pool,
      start: [...(pool.family === 4 ? ROUTES4 : ROUTES6), ...translationStart(pool)],
      command: translationCommands(pool),
      before: SOCKETS,
      burst: conversation(pool),
    },
  ]),
  ...nftThemes(),
];

/**
 * Scripts of the theme whose turn it is for a seed.
 *
 * @param about - part of the names of the themes that take turns, behind `!` of those that don't; of all by default
 */
export function scripts(seed: number, about = ''): fc.Arbitrary<Draw> {
  const all = VM === undefined ? THEMES : [...THEMES, ...deviceThemes()];
  const themes = all.filter(({ name }) =>
    about.startsWith('!') ? !name.includes(about.slice(1)) : name.includes(about),
  );
  const theme = themes[seed % themes.length];
  if (theme === undefined) throw new RangeError(`seed: 0 or more, got ${seed}, theme ${about}`);
  const base = [...baseOf(theme).map(run), ...(theme.before ?? [])];
  if (theme.batched === true)
    return scriptsOf(theme, 14).map((script) => ({
      base: inBatches(base),
      script: inBatches(script),
      state: theme.state ?? STATE,
    }));
  return scriptsOf(theme).map((script) => ({ base, script, state: theme.state ?? STATE }));
}

function baseOf({ batched = false, pool }: Theme): readonly string[] {
  // The far ends are taken up last, so that what comes before goes in one batch.
  const last = (line: string): boolean => line.startsWith('ip -n ');
  const lines = batched ? [...BASE.filter((line) => !last(line)), ...BASE.filter(last)] : BASE;
  return pool.family === 4 ? lines : [...lines, ...BASE6];
}

function scriptsOf(
  { pool, start, made = [], command, burst }: Theme,
  maxLength = 40,
): fc.Arbitrary<readonly Question[]> {
  const batch = fc
    .array(lookups(pool), { minLength: 1, maxLength: 200, size: 'max' })
    .map((lines): Question[] => [{ kind: 'batch', batch: lines }]);
  const rest = fc.array(
    weighted([10, command.map((line) => [run(line)])], [4, burst], [1, batch]),
    { minLength: 1, maxLength, size: 'max' },
  );
  const taken = (lines: readonly string[], often: number): fc.Arbitrary<Question[][]> =>
    fc.tuple(
      ...lines.map((line) =>
        weighted([1, fc.constant<Question[]>([])], [often, fc.constant([run(line)])]),
      ),
    );
  return fc.tuple(taken(start, 2), taken(made, 15), rest).map((parts) => parts.flat(2));
}
