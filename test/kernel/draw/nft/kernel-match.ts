import fc from 'fast-check';
import { weighted } from '../words.js';
import type { RulePlace } from './place.js';
import { compared, MARKS } from './values.js';

/** Matches on a packet's connection. Its tuples, and what of its status takes more than one packet, are not kept. */
export function connectionMatch(): fc.Arbitrary<string> {
  const states = ['new', 'established', 'related', 'invalid', 'untracked'];
  const several = fc
    .subarray(states, { minLength: 1, maxLength: 3 })
    .map((found) => found.join(','));
  return weighted(
    [4, several.map((found) => `ct state ${found}`)],
    [1, compared('ct state', { single: states })],
    [1, fc.constantFrom('ct state vmap { established : accept, invalid : drop }')],
    [3, compared('ct mark', MARKS)],
    [1, fc.constantFrom('ct mark & 0xf == 1', 'ct mark and 0xf0 != 0')],
    [
      2,
      fc.constantFrom(
        'ct status dnat',
        'ct status snat',
        'ct status != dnat',
        'ct status snat,dnat',
      ),
    ],
    [0.5, fc.constantFrom('ct status confirmed')],
    [1, compared('ct direction', { single: ['original', 'reply'] })],
    [0.5, compared('ct protocol', { single: ['tcp', 'udp', 'icmp'] })],
    [0.5, compared('ct l3proto', { single: ['ipv4', 'ipv6'] })],
  );
}

/** Matches that look up a route. */
export function fibMatch({ chain: { base } }: RulePlace): fc.Arbitrary<string> {
  const types = { single: ['local', 'unicast', 'broadcast', 'multicast', 'blackhole'] };
  const arrives = base?.hook === 'prerouting' || base?.hook === 'input' || base?.hook === 'forward';
  const oifs = ['missing', 'exists', '"eth0"', '"eth1"', '0'];
  const reverse = fc.constantFrom('fib saddr . iif oif', 'fib saddr . mark . iif oif');
  const plain = fc.constantFrom('fib saddr oif', 'fib daddr oif', 'fib saddr . mark oif');
  return weighted(
    [4, fc.constantFrom('fib daddr type', 'fib saddr type').chain((what) => compared(what, types))],
    [arrives ? 1 : 0, compared('fib daddr . iif type', types)],
    [
      arrives ? 5 : 0,
      reverse.chain((what) => fc.constantFrom(...oifs).map((oif) => `${what} ${oif}`)),
    ],
    [
      arrives ? 2 : 0,
      plain.chain((what) => fc.constantFrom(...oifs).map((oif) => `${what} ${oif}`)),
    ],
    [arrives ? 1 : 0, fc.constantFrom('fib saddr oifname "eth0"', 'fib saddr oifname != "eth1"')],
  );
}
