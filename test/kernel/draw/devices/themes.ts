import type { Question } from '../../question.js';
import type { Pool } from '../pool.js';
import { run, type Theme } from '../theme.js';
import { weighted } from '../words.js';
import {
  addressCommands,
  deviceChains,
  deviceListings,
  deviceRoutes,
  deviceRules,
  linkCommands,
  type Named,
} from './commands.js';
import { inIpv6 } from './ipv6-words.js';
import { OTHERS, PLAIN, TUNNELS, VLANS, VRFS, WIREGUARDS, type Kinds } from './kinds.js';
import { followedPackets } from './packets.js';
import { DEVICES4, DEVICES6 } from './pool.js';

const TABLES = ['100', '101', '300', '301', 'local'];

const START = [
  'sysctl -qw net.ipv4.ip_forward=1',
  'ip route add default via 10.0.0.254',
  'ip route add 20.0.0.0/8 via 10.0.1.254',
  'ip route add default via 10.0.2.254 table 100',
  'ip route add default via 10.0.1.254 table 101',
  'ip rule add pref 32000 fwmark 1 lookup 100',
  'ip rule add pref 32001 fwmark 2 lookup 101',
];

/** The same kinds in IPv6. */
function ofIpv6({ name, made, own, arrivals, ...kinds }: Kinds): Kinds {
  return {
    ...kinds,
    name: `${name}6`,
    made: made.map(inIpv6),
    own: own.map(inIpv6),
    arrivals: arrivals.filter(({ through }) => through === undefined || !OF_IPV4.has(through)),
  };
}

/** Tunnels that have IPv4 in them alone. */
const OF_IPV4: ReadonlySet<string> = new Set(['t0']);

function theme({ name, made, devices, arrivals, own }: Kinds, pool: Pool): Theme {
  const named: Named = { pool, devices, tables: TABLES };
  return {
    name: `devices-${name}`,
    pool,
    start: pool.family === 4 ? START : START.map(inIpv6),
    made,
    command: weighted(
      [4, own],
      [2, deviceRoutes(named)],
      [2, deviceRules(named)],
      [3, deviceChains(named)],
      [2, linkCommands(named)],
      [1, addressCommands(named)],
      [3, deviceListings(named)],
    ),
    burst: followedPackets(pool, devices, arrivals),
    state: pool.family === 4 ? STATE : STATE6,
    batched: true,
  };
}

const STATE: readonly Question[] = [
  { kind: 'batch', batch: ['rule show', 'link show'] },
  // IPv6 begins on a device when its carrier is heard of: in which order within a batch is chance.
  run('ip -4 route show table all'),
  run('ip -4 addr'),
  run('iptables-save -c'),
];

const STATE6: readonly Question[] = [
  run('ip -d link show'),
  run('ip -6 rule'),
  ...TABLES.filter((table) => table !== 'local').map((table) =>
    run(`ip -6 route show table ${table}`),
  ),
  run('ip -6 route show proto static'),
  run('ip -6 addr show scope global'),
  run('ip6tables-save -c'),
];

/** Scripts about kinds of device, for kernels that have them. */
export function deviceThemes(): readonly Theme[] {
  const kinds = [VLANS, VRFS, TUNNELS, WIREGUARDS, PLAIN];
  return [
    ...kinds.flatMap((one) => [theme(one, DEVICES4), theme(ofIpv6(one), DEVICES6)]),
    // Devices of XFRM have link-local addresses that are picked at random.
    theme(OTHERS, DEVICES4),
  ];
}
