import fc from 'fast-check';
import type { Pool } from '../pool.js';
import { weighted } from '../words.js';
import { header } from './place.js';
import { addresses, DEVICE_NAMES, MARKS, PORTS, type Values } from './values.js';

/** A named set or map that every table can have. */
export interface NamedSet {
  readonly name: string;
  readonly kind: 'set' | 'map';
  /** What stands between its braces beside elements. */
  readonly make: string;
  readonly element: fc.Arbitrary<string>;
  /** Keys alone, as elements are deleted by them. */
  readonly key: fc.Arbitrary<string>;
  /** Expressions that have its key. */
  readonly keys: readonly string[];
  /** What it gives. */
  readonly data?: 'mark' | 'verdict' | 'address';
}

function one({ single, wide = [] }: Values): fc.Arbitrary<string> {
  return weighted(
    [2, fc.constantFrom(...single)],
    [wide.length > 0 ? 2 : 0, fc.constantFrom(...single, ...wide)],
  );
}

const simple = ({ single }: Values): Values => ({ single });

/** The named sets of tables for packets of a family. */
export function namedSets(pool: Pool): readonly NamedSet[] {
  const address = addresses(pool);
  const ip = header(pool);
  const type = pool.family === 4 ? 'ipv4_addr' : 'ipv6_addr';
  const port = fc.constantFrom('53', '25', '80', '1000');
  const verdicts = fc.constantFrom('accept', 'drop', 'return', 'jump one', 'goto two', 'continue');
  const marked = fc.constantFrom('1', '2', '0x10', '0x12');
  const set = (
    name: string,
    make: string,
    key: fc.Arbitrary<string>,
    keys: readonly string[],
  ): NamedSet => ({ name, kind: 'set', make, key, element: key, keys });
  const map = (
    name: string,
    make: string,
    key: fc.Arbitrary<string>,
    keys: readonly string[],
    data: NonNullable<NamedSet['data']>,
    given: fc.Arbitrary<string>,
  ): NamedSet => ({
    name,
    kind: 'map',
    make,
    key,
    element: fc.tuple(key, given).map(([found, value]) => `${found} : ${value}`),
    keys,
    data,
  });
  const catchAll = (key: fc.Arbitrary<string>): fc.Arbitrary<string> =>
    weighted([8, key], [1, fc.constant('*')]);
  const destinations = fc.constantFrom(...pool.destinations.slice(0, 9));
  return [
    set('nets', `type ${type} ; flags interval ;`, one(address), [`${ip} saddr`, `${ip} daddr`]),
    set('merged', `type ${type} ; flags interval ; auto-merge ;`, one(address), [`${ip} daddr`]),
    set('hosts', `type ${type} ;`, one(simple(address)), [`${ip} saddr`, `${ip} daddr`]),
    set('ports', 'type inet_service ; flags interval ;', one(PORTS), ['tcp dport', 'udp dport']),
    set('marks', 'type mark ;', one(simple(MARKS)), ['meta mark', 'ct mark']),
    set('devs', 'type ifname ; flags interval ;', one(DEVICE_NAMES), ['iifname', 'oifname']),
    set('counted', `type ${type} ; size 100 ; counter ;`, one(simple(address)), [`${ip} daddr`]),
    set(
      'pairs',
      `type ${type} . inet_service ; flags interval ;`,
      fc.tuple(one(address), one(PORTS)).map((found) => found.join(' . ')),
      [`${ip} daddr . udp dport`, `${ip} daddr . tcp dport`],
    ),
    set(
      'typed',
      `typeof ${ip} saddr . meta mark ;`,
      fc.tuple(one(simple(address)), one(simple(MARKS))).map((found) => found.join(' . ')),
      [`${ip} saddr . meta mark`],
    ),
    map(
      'tags',
      `type ${type} : mark ; flags interval ;`,
      catchAll(one(address)),
      [`${ip} daddr`, `${ip} saddr`],
      'mark',
      marked,
    ),
    map(
      'tagged',
      'type inet_service : mark ;',
      catchAll(port),
      ['tcp dport', 'udp dport'],
      'mark',
      marked,
    ),
    map(
      'ways',
      'type inet_service : verdict ;',
      catchAll(port),
      ['tcp dport', 'udp dport'],
      'verdict',
      verdicts,
    ),
    map(
      'froms',
      `type ifname : verdict ;`,
      one(simple(DEVICE_NAMES)),
      ['iifname', 'oifname'],
      'verdict',
      verdicts,
    ),
    map(
      'targets',
      `type inet_service : ${type} ;`,
      port,
      ['tcp dport', 'udp dport'],
      'address',
      destinations,
    ),
    map(
      'moved',
      `type ${type} : ${type} ;`,
      destinations,
      [`${ip} daddr`],
      'address',
      destinations,
    ),
  ];
}

/** A match on a named set, seldom on one that isn't there. */
export function setMatch(pool: Pool): fc.Arbitrary<string> {
  const sets = namedSets(pool).filter(({ kind }) => kind === 'set');
  return fc
    .constantFrom(...sets)
    .chain(({ name, keys }) =>
      fc
        .tuple(fc.constantFrom(...keys), fc.constantFrom('', '', '!= '))
        .map(([key, not]) => `${key} ${not}@${name}`),
    );
}

/** A look-up in a named map of some data. */
export function mapLookup(pool: Pool, data: NonNullable<NamedSet['data']>): fc.Arbitrary<string> {
  const maps = namedSets(pool).filter((found) => found.data === data);
  return fc
    .constantFrom(...maps)
    .chain(({ name, keys }) =>
      fc
        .constantFrom(...keys)
        .map((key) => `${key} ${data === 'verdict' ? 'vmap' : 'map'} @${name}`),
    );
}
