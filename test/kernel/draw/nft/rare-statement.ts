import fc from 'fast-check';
import type { Pool } from '../pool.js';
import { weighted } from '../words.js';
import { changedSets } from './changed-sets.js';
import { header, type RulePlace } from './place.js';
import { PORTS } from './values.js';

/** Statements that few rules have. */
export function rareStatement(place: RulePlace): fc.Arbitrary<string> {
  return weighted(
    [3, limits],
    [1, fc.constant('counter packets 5 bytes 600')],
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
  'limit rate 100 kbytes/second',
);

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
export function rareObjects(pool: Pool): readonly string[] {
  return [
    'counter hits { }',
    'counter more { packets 1 bytes 20 ; }',
    'quota spent { over 200 bytes ; }',
    'limit slow { rate 1/hour burst 3 packets ; }',
    ...changedSets(pool),
    'map hitting { type inet_service : counter ; elements = { 53 : "hits", 80 : "more" } ; }',
  ];
}
