import fc from 'fast-check';
import { addressFromWords } from '../../src/address/address.js';
import { makePrefix, type Prefix } from '../../src/address/prefix.js';
import type { Insertion } from '../../src/fib/insertion.js';
import { makeNexthop, makeRoute } from '../../src/fib/make-route.js';
import type { Route } from '../../src/fib/route.js';

/** Prefixes of at most three bits: few enough to meet and to lie in each other. */
const prefix4: fc.Arbitrary<Prefix> = fc
  .tuple(fc.integer({ min: 0, max: 7 }), fc.integer({ min: 0, max: 3 }))
  .map(([bits, length]) => makePrefix(addressFromWords(4, [(bits << 29) >>> 0]), length));

/** The same for IPv6, and some around the border between the first two words. */
export const prefix6: fc.Arbitrary<Prefix> = fc
  .tuple(
    fc.constantFrom(0, 0x20010db8, 0xa0000000, 0xc0000000),
    fc.constantFrom(0, 0x40000000, 0x80000000),
    fc.constantFrom(0, 1, 2, 3, 32, 33, 34, 128),
  )
  .map(([a, b, length]) => makePrefix(addressFromWords(6, [a, b, 0, 0]), length));

const gateway4 = fc
  .integer({ min: 1, max: 2 })
  .map((last) => addressFromWords(4, [0x0a000100 + last]));

const gateway6 = fc
  .integer({ min: 1, max: 2 })
  .map((last) => addressFromWords(6, [0xfd000001, 0, 0, last]));

/** IPv4 routes of few prefixes, keys and nexthops, so that they often share some or all of these. */
export const route4: fc.Arbitrary<Route> = fc
  .record({
    dst: prefix4,
    tos: fc.constantFrom(0, 4, 8),
    metric: fc.integer({ min: 0, max: 2 }),
    protocol: fc.constantFrom(3, 4),
    error: fc.boolean(),
    dev: fc.integer({ min: 1, max: 2 }),
    gateway: fc.option(gateway4, { nil: undefined }),
  })
  .map(({ error, dev, gateway, ...key }) =>
    error
      ? makeRoute({ ...key, type: 'unreachable' })
      : makeRoute({ ...key, nexthops: [makeNexthop({ dev, gateway })] }),
  );

/** IPv6 routes of few prefixes, keys and nexthops. */
export const route6: fc.Arbitrary<Route> = fc
  .record({
    dst: prefix6,
    from: fc.option(prefix6, { nil: undefined, freq: 2 }),
    metric: fc.constantFrom(1, 1024),
    dev: fc.integer({ min: 1, max: 2 }),
    gateway: fc.option(gateway6, { nil: undefined }),
  })
  .map(({ dev, gateway, from, ...key }) =>
    makeRoute({
      ...key,
      from: from?.length === 0 ? undefined : from,
      nexthops: [makeNexthop({ dev, gateway })],
    }),
  );

/** The ways of putting a route into a table. */
export const insertion: fc.Arbitrary<Insertion> = fc.constantFrom(
  'add',
  'append',
  'prepend',
  'replace',
  'change',
  'test',
);
