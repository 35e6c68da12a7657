import fc from 'fast-check';
import type { Pool } from '../pool.js';
import { weighted } from '../words.js';
import { header, type RulePlace } from './place.js';
import { PORTS } from './values.js';

/** Statements that few rules have. */
export function rareStatement(place: RulePlace): fc.Arbitrary<string> {
  return weighted(
    [3, limits],
    [2, quotas],
    [1, fc.constantFrom('counter packets 5 bytes 600', 'last', 'last used never')],
    [
      2,
      fc.constantFrom(
        'log',
        'log prefix "why "',
        'log level debug flags all',
        'log group 5',
        'log level audit',
      ),
    ],
    [
      1,
      fc.constantFrom('meta priority set 1:2', 'meta priority set 0x10', 'meta priority set none'),
    ],
    [
      1,
      fc.constantFrom(
        'meta pkttype set host',
        'meta pkttype set other',
        'meta pkttype set multicast',
      ),
    ],
    [4, updates(place)],
    [3, objects],
    [1, writes(place)],
  );
}

const limits = fc.constantFrom(
  'limit rate 1/hour',
  'limit rate 1/hour burst 2 packets',
  'limit rate over 1/hour burst 1 packets',
  'limit rate over 2/day',
  'limit rate 2/week burst 3 packets',
  'limit rate 10 bytes/hour burst 100 bytes',
  'limit rate over 1 bytes/day burst 64 bytes',
  'limit rate 100 kbytes/second',
);

const quotas = fc.constantFrom(
  'quota 100 bytes',
  'quota over 60 bytes',
  'quota until 1 kbytes',
  'quota 1 mbytes used 10 bytes',
  'quota over 200 bytes used 100 bytes',
);

function updates({ pool }: RulePlace): fc.Arbitrary<string> {
  const ip = header(pool);
  const key = fc.constantFrom(`${ip} saddr`, `${ip} daddr`);
  return weighted(
    [
      3,
      fc
        .tuple(
          fc.constantFrom('add', 'add', 'update', 'delete'),
          fc.constantFrom('seen', 'few'),
          key,
        )
        .map(([word, set, what]) => `${word} @${set} { ${what} }`),
    ],
    [
      1,
      fc.constantFrom(
        `add @flows { ${ip} saddr . tcp dport }`,
        `update @flows { ${ip} saddr . udp dport counter }`,
        `add @flows { ${ip} daddr . th dport }`,
        `update @given { ${ip} saddr : meta mark }`,
        `add @given { ${ip} daddr : 0x12 }`,
      ),
    ],
    [1, key.map((what) => `add @seen { ${what} limit rate over 1/hour burst 2 packets }`)],
    [1, key.map((what) => `update @seen { ${what} quota over 100 bytes }`)],
    [1, key.map((what) => `add @few { ${what} counter }`)],
    [
      1,
      fc.constantFrom(
        `${ip} saddr @seen`,
        `${ip} daddr @few`,
        `meta mark set ${ip} saddr map @given`,
      ),
    ],
  );
}

const objects = weighted(
  [
    2,
    fc.constantFrom(
      'counter name "hits"',
      'counter name hits',
      'quota name "spent"',
      'limit name "slow"',
    ),
  ],
  [
    1,
    fc.constantFrom(
      'counter name tcp dport map { 80 : "hits", 25 : "more" }',
      'quota name meta mark map { 0 : "spent", 1 : "spent" }',
      'counter name iifname map { "eth0" : "hits" }',
      'counter name udp dport map @hitting',
      'limit name tcp dport map { 80 : "slow" }',
    ),
  ],
);

function writes({ pool }: RulePlace): fc.Arbitrary<string> {
  const ip = header(pool);
  const [first = '', second = ''] = pool.destinations;
  return weighted(
    [2, fc.constantFrom(`${ip} dscp set cs3`, `${ip} dscp set meta mark map { 0 : cs1, 1 : ef }`)],
    [
      1,
      fc.constantFrom(
        `${ip} daddr set ${ip} daddr map { ${first} : ${second}, ${second} : ${first} }`,
      ),
    ],
    [
      1,
      fc
        .constantFrom(...PORTS.single.slice(0, 5))
        .map((port) => `tcp dport 80 tcp dport set ${port}`),
    ],
    [
      1,
      fc.constantFrom('@th,16,16 set 80', 'udp dport set numgen inc mod 2 map { 0 : 53, 1 : 80 }'),
    ],
  );
}

/** What stands in every table for these statements. */
export function rareObjects({ family }: Pool): readonly string[] {
  const type = family === 4 ? 'ipv4_addr' : 'ipv6_addr';
  return [
    'counter hits { }',
    'counter more { packets 1 bytes 20 ; }',
    'quota spent { over 200 bytes ; }',
    'limit slow { rate 1/hour burst 3 packets ; }',
    `set seen { type ${type} ; flags dynamic ; }`,
    `set few { type ${type} ; size 2 ; flags dynamic ; counter ; }`,
    `set flows { type ${type} . inet_service ; flags dynamic ; }`,
    `map given { type ${type} : mark ; flags dynamic ; }`,
    'map hitting { type inet_service : counter ; elements = { 53 : "hits", 80 : "more" } ; }',
  ];
}
