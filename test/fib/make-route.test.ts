import { describe, expect, it } from 'vitest';
import { parseAddress, parsePrefix } from '../../src/address/address-text.js';
import { makeNexthop, makeRoute, type RouteFields } from '../../src/fib/make-route.js';
import { SCOPE, TABLE, type RouteType } from '../../src/fib/route.js';

const dst = parsePrefix('10.0.0.0/8');
const direct = makeNexthop({ dev: 2 });
const gatewayed = makeNexthop({ dev: 2, gateway: parseAddress('10.0.0.1') });

describe('makeRoute', () => {
  // As `ip route add TYPE 10.0.0.0/8 ...` and `ip route show table all` of iproute2 6.15.0 have it.
  it.each<[RouteType, number, number]>([
    ['unicast', TABLE.main, SCOPE.link],
    ['local', TABLE.local, SCOPE.host],
    ['broadcast', TABLE.local, SCOPE.link],
    ['anycast', TABLE.local, SCOPE.link],
    ['multicast', TABLE.main, SCOPE.link],
    ['blackhole', TABLE.main, SCOPE.global],
    ['unreachable', TABLE.main, SCOPE.global],
    ['prohibit', TABLE.main, SCOPE.global],
    ['throw', TABLE.main, SCOPE.global],
  ])('gives %s routes their table and scope', (type, table, scope) => {
    expect(makeRoute({ dst, type, nexthops: [direct] })).toMatchObject({ table, scope });
  });

  it('gives a unicast route with a gateway global scope', () => {
    expect(makeRoute({ dst, nexthops: [gatewayed] }).scope).toBe(SCOPE.global);
  });

  it('gives IPv6 routes metric 1024 and global scope', () => {
    const route = makeRoute({ dst: parsePrefix('fd00::/8'), nexthops: [direct] });
    expect(route).toMatchObject({ metric: 1024, scope: SCOPE.global, preference: 'medium' });
  });

  it.each<[string, Partial<RouteFields>]>([
    ['table: 1..4294967295, got 0', { table: 0 }],
    ['tos: 0..255, got 256', { tos: 256 }],
    ['metric: 0..4294967295, got -1', { metric: -1 }],
    ['scope: 0..255, got 1.5', { scope: 1.5 }],
    ['protocol: 0..255, got 256', { protocol: 256 }],
    ['realms: 0..4294967295, got 4294967296', { realms: 2 ** 32 }],
    [
      'dst: bits after the prefix length 8 must be 0',
      { dst: { address: parseAddress('10.0.0.1'), length: 8 } },
    ],
  ])('refuses a number out of range: %s', (message, fields) => {
    expect(() => makeRoute({ dst, ...fields })).toThrow(new RangeError(message));
  });
});

describe('makeNexthop', () => {
  it('has link scope with a gateway, host scope without', () => {
    expect([gatewayed.scope, direct.scope]).toEqual([SCOPE.link, SCOPE.host]);
  });

  it.each([
    ['dev: 1..2147483647, got 0', { dev: 0 }],
    ['weight: 1..256, got 257', { dev: 1, weight: 257 }],
  ])('refuses a number out of range: %s', (message, fields) => {
    expect(() => makeNexthop(fields)).toThrow(new RangeError(message));
  });
});
