import fc from 'fast-check';
import type { Pool } from '../pool.js';
import { weighted } from '../words.js';
import { header } from './place.js';

/** What stands in every table for packets to change. Nothing is taken out of the one that fills up: when that makes room is chance. */
export function changedSets({ family }: Pool): readonly string[] {
  const type = family === 4 ? 'ipv4_addr' : 'ipv6_addr';
  return [
    `set seen { type ${type} ; flags dynamic ; }`,
    `set few { type ${type} ; size 2 ; flags dynamic ; counter ; }`,
    `set flows { type ${type} . inet_service ; flags dynamic, timeout ; timeout 1h ; }`,
    `set slowed { type inet_service ; flags dynamic ; limit rate 1/hour burst 2 packets ; }`,
    `map given { type ${type} : mark ; flags dynamic ; }`,
  ];
}

/** What packets put into sets, and take out of them. */
export function setUpdate(pool: Pool): fc.Arbitrary<string> {
  const put = fc.constantFrom('add', 'update');
  const own = fc.constantFrom(
    '',
    '',
    '',
    ' counter',
    ' limit rate over 1/hour burst 2 packets',
    ' limit rate 1/hour burst 1 packets counter',
  );
  const seen = fc.constantFrom(...keysOf(pool, 'seen'));
  const flows = fc.constantFrom(...keysOf(pool, 'flows'));
  return weighted(
    [4, fc.tuple(put, seen, own).map(([how, key, more]) => `${how} @seen { ${key}${more} }`)],
    [1, seen.map((key) => `delete @seen { ${key} }`)],
    [2, fc.tuple(put, seen).map(([how, key]) => `${how} @few { ${key} }`)],
    [2, fc.tuple(put, flows, own).map(([how, key, more]) => `${how} @flows { ${key}${more} }`)],
    [1, flows.map((key) => `update @flows { ${key} timeout 2h }`)],
    [1, flows.map((key) => `delete @flows { ${key} }`)],
    [
      1,
      fc
        .tuple(put, fc.constantFrom(...keysOf(pool, 'slowed')))
        .map(([how, key]) => `${how} @slowed { ${key} }`),
    ],
  );
}

/** Matches on what packets have put there. */
export function changedMatch(pool: Pool): fc.Arbitrary<string> {
  return fc
    .constantFrom('seen', 'seen', 'few', 'flows', 'slowed')
    .chain((set) =>
      fc
        .tuple(fc.constantFrom(...keysOf(pool, set)), fc.constantFrom('', '', '!= '))
        .map(([key, not]) => `${key} ${not}@${set}`),
    );
}

function keysOf(pool: Pool, set: string): readonly string[] {
  const ip = header(pool);
  if (set === 'slowed') return ['udp dport', 'tcp sport'];
  if (set !== 'flows') return [`${ip} saddr`, `${ip} daddr`];
  return [`${ip} saddr . udp dport`, `${ip} daddr . tcp dport`];
}
