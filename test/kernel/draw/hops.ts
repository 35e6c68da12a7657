import fc from 'fast-check';
import type { PacketLine } from '../question.js';
import { withoutGaps } from './packets.js';
import { devices, tables, type Pool } from './pool.js';
import { after, maybe, weighted, words } from './words.js';

/** Before all else: Linux would take a random seed. */
export const HASH_SEED = 'sysctl -qw net.ipv4.fib_multipath_hash_seed=12345';

/** Routes with several next hops, and what decides among them. */
export function hopCommands(pool: Pool): fc.Arbitrary<string> {
  const { family } = pool;
  const start = family === 4 ? 'ip route' : 'ip -6 route';
  const gateways = fc.constantFrom(...pool.gateways);
  const hop = words(
    'nexthop',
    weighted(
      [6, words(after('via', gateways), maybe(after('dev', devices)))],
      [1, after('dev', devices)],
    ),
    maybe(after('weight', fc.constantFrom(1, 2, 7, 256))),
    maybe(fc.constant('onlink'), 0.2),
  );
  const hops = fc.array(hop, { minLength: 1, maxLength: 4 }).map((all) => all.join(' '));
  const key = words(
    fc.constantFrom(...pool.prefixes),
    maybe(after('metric', fc.constantFrom(5, 10)), 0.5),
    maybe(after('table', tables), 0.5),
  );
  const verb = fc.constantFrom('add', 'add', 'append', 'prepend', 'replace', 'change');
  const single = words(after('via', gateways), maybe(after('dev', devices)));
  const source = maybe(after('src', fc.constantFrom(...pool.own.slice(0, 3))), 0.3);
  return weighted(
    [5, words(start, verb, key, source, hops)],
    // In IPv6 such routes join those that are there.
    [2, words(start, verb, key, single)],
    [2, words(start, 'del', key, maybe(fc.oneof(single, hops)))],
    [3, family === 4 ? hashing4 : hashing6],
    [2, family === 4 ? links4 : links6],
  );
}

const hashing4 = fc.constantFrom(
  'sysctl -qw net.ipv4.fib_multipath_hash_policy=0',
  'sysctl -qw net.ipv4.fib_multipath_hash_policy=1',
  'sysctl -qw net.ipv4.fib_multipath_hash_policy=2',
  'sysctl -qw net.ipv4.fib_multipath_hash_policy=3',
  'sysctl -qw net.ipv4.fib_multipath_hash_fields=3',
  'sysctl -qw net.ipv4.fib_multipath_hash_fields=51',
  'sysctl -qw net.ipv4.fib_multipath_hash_seed=99',
  'sysctl -qw net.ipv4.fib_multipath_use_neigh=1',
  'sysctl -qw net.ipv4.conf.all.ignore_routes_with_linkdown=1',
);
const hashing6 = fc.constantFrom(
  'sysctl -qw net.ipv6.fib_multipath_hash_policy=0',
  'sysctl -qw net.ipv6.fib_multipath_hash_policy=1',
  'sysctl -qw net.ipv6.fib_multipath_hash_policy=2',
  'sysctl -qw net.ipv6.fib_multipath_hash_policy=3',
  'sysctl -qw net.ipv6.fib_multipath_hash_fields=7',
  'sysctl -qw net.ipv6.fib_multipath_hash_fields=59',
  'sysctl -qw net.ipv4.fib_multipath_hash_seed=99',
);
// No neighbour fails, and no far end goes down: the agent makes neighbours known, which decides among these routes. See docs/testing.md.
const links4 = fc.constantFrom(
  'ip link set eth0 down',
  'ip link set eth0 up',
  'ip link set eth1 down',
  'ip link set eth1 up',
  'ip addr del 10.0.2.1/24 dev eth2',
  'ip addr add 10.0.2.1/24 dev eth2',
  'ip neigh replace 10.0.0.254 lladdr 02:00:00:00:fe:00 dev eth0 nud permanent',
);
const links6 = fc.constantFrom(
  'ip link set eth0 down',
  'ip link set eth0 up',
  'ip link set eth1 down',
  'ip link set eth1 up',
  'ip -6 addr del fd00:2::1/64 dev eth2',
  'ip -6 addr add fd00:2::1/64 dev eth2 nodad',
);

/** Packets of many flows: sent and received, with and without a source. */
export function flows(pool: Pool, arrivals: readonly string[]): fc.Arbitrary<PacketLine> {
  const near = pool.family === 4 ? '20.1.2.' : '2001:db8:1:2::';
  const destination = weighted(
    [3, fc.nat({ max: 99 }).map((host) => `${near}${host + 100}`)],
    [1, fc.constantFrom(...pool.destinations)],
  );
  return fc
    .record({
      received: fc.boolean(),
      dst: destination,
      src: fc.option(fc.constantFrom(...pool.own.slice(0, 3)), { nil: undefined, freq: 1 }),
      sender: fc.constantFrom(...pool.senders.slice(0, 4)),
      iif: fc.constantFrom(...arrivals),
      protocol: fc.constantFrom('udp', 'udp', 'tcp'),
      sport: fc.integer({ min: 5000, max: 5999 }),
      dport: fc.constantFrom(25, 53, 80, 1000),
    })
    .map(({ received, src, sender, iif, ...rest }) =>
      withoutGaps({ ...rest, ...(received ? { src: sender, iif } : { src }) }),
    );
}
