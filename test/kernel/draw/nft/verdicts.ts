import fc from 'fast-check';
import { weighted } from '../words.js';
import { mapLookup } from './named-sets.js';
import { header, type NftChain, type RulePlace } from './place.js';

/** Where a rule of a chain sends packets: never back to it. */
export function verdicts({ pool, chain }: RulePlace): fc.Arbitrary<string> {
  const ip = header(pool);
  const to = onwards(chain);
  const jumps = to.flatMap((name) => [`jump ${name}`, `goto ${name}`]);
  const [first = 'accept', last = 'accept'] = [jumps.at(0), jumps.at(-1)];
  const maps = [
    `tcp dport vmap { 25 : ${first}, 80-1000 : accept }`,
    `udp dport vmap { 53 : drop, 0-52 : ${last}, * : return }`,
    `iifname vmap { "eth0" : ${first}, "eth2" : continue, "lo" : accept }`,
    `meta mark vmap { 0 : return, 1 : ${last}, 2-0x10 : accept }`,
    `${ip} daddr vmap { ${pool.prefixes[2]} : ${first}, ${pool.prefixes[6]} : accept }`,
    'ct state vmap { established : accept, new : continue, invalid : drop }',
    `meta l4proto vmap { tcp : ${first}, udp : ${last} }`,
    `numgen inc mod 2 vmap { 0 : ${first}, 1 : accept }`,
    `${ip} saddr . udp dport vmap { ${pool.senders[0]} . 53 : drop, ${pool.own[0]} . 80 : ${last} }`,
  ];
  return weighted(
    [4, fc.constantFrom('accept', 'accept', 'drop', 'return', 'continue')],
    [to.length > 0 ? 4 : 0, fc.constantFrom(...jumps, 'accept')],
    [2, fc.constantFrom(...maps)],
    [chain.base === undefined ? 0 : 1, mapLookup(pool, 'verdict')],
  );
}

function onwards({ name, base }: NftChain): readonly string[] {
  if (base !== undefined) return ['one', 'two'];
  return name === 'one' ? ['two'] : [];
}

/** How packets are refused with an answer. */
export function rejects({ pool, family }: RulePlace): fc.Arbitrary<string> {
  const icmp =
    pool.family === 4
      ? [
          'icmp port-unreachable',
          'icmp host-prohibited',
          'icmp admin-prohibited',
          'icmp net-unreachable',
          'icmp 3',
        ]
      : [
          'icmpv6 port-unreachable',
          'icmpv6 admin-prohibited',
          'icmpv6 no-route',
          'icmpv6 addr-unreachable',
        ];
  const icmpx = [
    'icmpx port-unreachable',
    'icmpx admin-prohibited',
    'icmpx no-route',
    'icmpx host-unreachable',
  ];
  return weighted(
    [3, fc.constant('reject')],
    [3, fc.constantFrom(...icmp).map((how) => `reject with ${how}`)],
    [family === 'inet' ? 3 : 0, fc.constantFrom(...icmpx).map((how) => `reject with ${how}`)],
    [1, fc.constantFrom('reject with tcp reset', 'meta l4proto tcp reject with tcp reset')],
  );
}
