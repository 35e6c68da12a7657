import fc from 'fast-check';
import { weighted } from '../words.js';
import { header, type RulePlace } from './place.js';
import { addresses, compared } from './values.js';

/** Matches on what few rules ask for. */
export function rareMatch(place: RulePlace): fc.Arbitrary<string> {
  const { pool } = place;
  const ip = header(pool);
  const [first = ''] = addresses(pool).single;
  return weighted(
    [isAt(place, 'prerouting') ? 2 : 0, socketMatch],
    [2, routeMatch(place)],
    [1, compared('meta priority', { single: ['0', '1:2', 'none'], ordered: true })],
    [1, compared('meta oiftype', { single: ['ether', 'loopback'] })],
    [1, compared('meta iifkind', { single: ['"veth"', '"vrf"'] })],
    [1, compared('meta oifkind', { single: ['"veth"', '"vrf"'] })],
    [isAt(place, 'input', 'forward') ? 1 : 0, compared('meta sdif', { single: ['0', '"eth1"'] })],
    [
      isAt(place, 'prerouting', 'input', 'forward') ? 1 : 0,
      fc.constantFrom('meta ipsec exists', 'meta ipsec missing', 'meta secpath missing'),
    ],
    [2, hashMatch(ip)],
    [2, rawMatch(place)],
    [2, linkMatch],
    [1, place.pool.family === 4 ? headers4 : headers6],
    [
      2,
      fc.constantFrom(
        'fib daddr . mark type local',
        'fib daddr type { local, broadcast, multicast }',
        'fib daddr type != { local, unicast }',
        'fib saddr type vmap { local : accept, unicast : continue }',
        `fib daddr type . ${ip} daddr { local . ${first} }`,
      ),
    ],
    [
      isAt(place, 'prerouting', 'input', 'forward') ? 2 : 0,
      fc.constantFrom(
        'fib daddr . saddr oif exists',
        'fib saddr . daddr . iif oif missing',
        'fib daddr oifname { "eth0", "eth1" }',
        'fib saddr . iif oif != 0',
      ),
    ],
  );
}

const socketMatch = fc.constantFrom(
  'socket transparent 1',
  'socket transparent 0',
  'socket transparent != 1',
  'socket wildcard 0',
  'socket wildcard 1',
  'socket mark 0',
  'socket mark != 0x1',
  'meta l4proto tcp socket transparent 1',
  'meta l4proto { tcp, udp } socket wildcard 1',
);

/** Whether packets of a chain are at one of the hooks: elsewhere the kernel refuses some matches. */
function isAt({ chain: { base } }: RulePlace, ...hooks: readonly string[]): boolean {
  return base !== undefined && hooks.includes(base.hook);
}

function routeMatch(place: RulePlace): fc.Arbitrary<string> {
  const { pool } = place;
  const [first = ''] = pool.destinations;
  const ip = header(pool);
  return weighted(
    [
      isAt(place, 'forward', 'output', 'postrouting') ? 1 : 0,
      compared('rt mtu', { single: ['1500', '65535'], ordered: true }),
    ],
    [1, compared(`rt ${ip} nexthop`, { single: [first, addresses(pool).single[3] ?? first] })],
    [1, compared('rt classid', { single: ['0', '"cosmos"', '7'] })],
    [1, compared('meta rtclassid', { single: ['0', '7'] })],
    [1, fc.constantFrom('rt ipsec missing', 'rt ipsec exists')],
  );
}

function hashMatch(ip: string): fc.Arbitrary<string> {
  return weighted(
    [2, compared(`jhash ${ip} saddr mod 4 seed 0x1`, { single: ['0', '1', '2', '3'] })],
    [1, compared(`jhash ${ip} saddr . ${ip} daddr mod 2 seed 0xdeadbeef`, { single: ['0', '1'] })],
    [
      1,
      compared(`jhash ${ip} daddr . tcp dport mod 3 seed 0x5 offset 10`, { single: ['10', '11'] }),
    ],
    [1, compared('numgen inc mod 2', { single: ['0', '1'] })],
    [1, compared('numgen inc mod 5 offset 3', { single: ['3', '4', '7'], ordered: true })],
  );
}

function rawMatch({ pool }: RulePlace): fc.Arbitrary<string> {
  const network =
    pool.family === 4
      ? ['@nh,0,4 4', '@nh,96,32 0x0a000001', '@nh,72,8 { 6, 17 }', '@nh,64,8 < 64']
      : ['@nh,0,4 6', '@nh,64,16 0xfd00', '@nh,48,8 { 6, 17 }', '@nh,56,8 < 64'];
  return fc.constantFrom(
    ...network,
    'meta l4proto tcp @th,16,16 80',
    'meta l4proto udp @th,16,16 != 53',
    'meta l4proto udp @th,0,16 { 53, 1000 }',
    'meta l4proto { tcp, udp } @th,16,16 80-1000',
    'meta l4proto . @th,16,16 { tcp . 80, udp . 53 }',
  );
}

// Whom a frame is from and to is no part of a question.
const linkMatch = compared('ether type', { single: ['ip', 'ip6', 'arp'] });

const headers4 = weighted(
  [1, compared('ip frag-off & 0x1fff', { single: ['0', '1'] })],
  [1, compared('ip dscp', { single: ['cs0', 'ef', 'lephb'], ordered: true })],
  [1, fc.constantFrom('ip option lsrr exists', 'ip option rr missing', 'ip option ra value 1')],
);

const headers6 = weighted(
  [1, compared('ip6 flowlabel', { single: ['0', '7'], ordered: true })],
  [
    1,
    fc.constantFrom(
      'exthdr rt missing',
      'exthdr dst exists',
      'frag more-fragments 1',
      'hbh nexthdr tcp',
    ),
  ],
  [1, compared('ip6 dscp', { single: ['cs0', 'ef', '4'], ordered: true })],
);
