import * as fc from 'fast-check';
import type { TableFamily } from '../../../../src/netfilter/nft/family.js';

const of = (...words: string[]) => fc.constantFrom(...words);

const number = (most: number) => fc.integer({ min: 0, max: most }).map(String);

const span = (most: number) =>
  fc
    .tuple(fc.integer({ min: 0, max: most - 1 }), fc.integer({ min: 0, max: most - 1 }))
    .map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b) + 1}`);

/** Values of a field one by one, as ranges, and as sets of both. */
function values(
  one: fc.Arbitrary<string>,
  range: fc.Arbitrary<string> = one,
): fc.Arbitrary<string> {
  const several = fc
    .array(fc.oneof(one, range), { minLength: 1, maxLength: 4 })
    .map((all) => `{ ${all.join(', ')} }`);
  return fc.oneof(
    one,
    range,
    several,
    one.map((value) => `!= ${value}`),
  );
}

const port = number(65_535);
const ports = values(port, span(65_535));
const byte = number(255);

const address4 = fc.tuple(of('10', '192', '0'), byte, byte, byte).map((parts) => parts.join('.'));
const prefix4 = fc.tuple(address4, number(32)).map((parts) => parts.join('/'));
const address6 = fc
  .tuple(of('2001:db8', 'fe80'), number(9999))
  .map(([high, low]) => `${high}::${low}`);
const prefix6 = fc.tuple(address6, number(128)).map((parts) => parts.join('/'));

const mark = fc.oneof(number(0xffff), fc.integer({ min: 0, max: 0xffffffff }).map(hex));

function hex(value: number): string {
  return `0x${value.toString(16)}`;
}

const markTerm = (...operators: string[]): fc.Arbitrary<string> =>
  fc
    .tuple(of('meta mark', 'ct mark'), fc.array(fc.tuple(of(...operators), mark)))
    .map(([first, operations]) =>
      operations.slice(0, 3).reduce((term, [operator, value]) => {
        const isShift = operator === '<<' || operator === '>>';
        return `(${term}) ${operator} ${isShift ? Number(value) % 32 : value}`;
      }, first),
    );

const flags = fc.uniqueArray(of('syn', 'ack', 'fin', 'rst', 'psh', 'urg'), { minLength: 1 });
const states = fc.uniqueArray(of('new', 'established', 'related', 'invalid'), { minLength: 1 });

const match4: fc.Arbitrary<string> = fc.oneof(
  fc.tuple(of('ip saddr', 'ip daddr'), values(address4, prefix4)).map((parts) => parts.join(' ')),
  fc.tuple(of('ip ttl', 'ip protocol'), values(byte, span(255))).map((parts) => parts.join(' ')),
  fc.tuple(of('ip dscp', 'ip ecn'), of('0', '1', '3')).map((parts) => parts.join(' ')),
  of('icmp type echo-request', 'icmp id 5', 'icmp type redirect icmp gateway 7', 'ip id 7'),
);

const match6: fc.Arbitrary<string> = fc.oneof(
  fc.tuple(of('ip6 saddr', 'ip6 daddr'), values(address6, prefix6)).map((parts) => parts.join(' ')),
  fc.tuple(of('ip6 hoplimit', 'ip6 nexthdr'), values(byte, span(255))).map((one) => one.join(' ')),
  of('icmpv6 type nd-router-advert', 'icmpv6 id 7', 'frag id 9', 'exthdr hbh exists'),
);

const matchAny: fc.Arbitrary<string> = fc.oneof(
  fc
    .tuple(of('tcp dport', 'tcp sport', 'udp dport', 'sctp sport', 'th dport'), ports)
    .map((one) => one.join(' ')),
  fc.tuple(of('meta l4proto', 'meta length'), values(byte, span(255))).map((one) => one.join(' ')),
  fc.tuple(of('meta mark', 'ct mark'), values(mark)).map((one) => one.join(' ')),
  fc.tuple(markTerm('&', '|'), mark).map(([term, value]) => `${term} == ${value}`),
  states.map((all) => `ct state ${all.join(',')}`),
  states.map((all) => `ct state { ${all.join(', ')} }`),
  fc
    .tuple(of('', '== ', '!= '), flags)
    .map(([how, all]) => `tcp flags ${how}${all.join(how === '' ? ',' : '|')}`),
  fc.tuple(flags, flags).map(([a, b]) => `tcp flags & (${a.join('|')}) == ${b.join('|')}`),
  fc
    .tuple(of('iifname', 'oifname'), values(of('"lo"', '"eth*"', '"wg0"')))
    .map((one) => one.join(' ')),
  fc.tuple(number(30), fc.integer({ min: 1, max: 40 })).map(([at, bits]) => `@th,${at},${bits} 1`),
  of('meta skuid 0', 'meta hour "10:00"-"12:30"', 'ct direction reply', 'ct status dnat', 'iif lo'),
);

const verdict = of('accept', 'drop', 'return', 'jump other', 'goto other', 'reject', 'continue');

const statement: fc.Arbitrary<string> = fc.oneof(
  of('counter', 'log prefix "x"', 'notrack', 'limit rate 5/minute', 'quota over 3 kbytes'),
  fc
    .tuple(of('meta mark', 'ct mark'), fc.oneof(mark, markTerm('&', '|', '^', '<<', '>>')))
    .map((one) => one.join(' set ')),
  of('tcp dport set 80', 'meta priority set 1:2', 'meta mark set numgen inc mod 4'),
);

const map: fc.Arbitrary<string> = fc
  .uniqueArray(fc.tuple(port, of('accept', 'drop', 'jump other')), {
    minLength: 1,
    maxLength: 4,
    selector: ([key]) => key,
  })
  .map((all) => `tcp dport vmap { ${all.map((one) => one.join(' : ')).join(', ')} }`);

/** Draws rules of tables of IPv4, IPv6 or both: some of them contradict themselves. */
export const drawRule: fc.Arbitrary<{ readonly family: TableFamily; readonly rule: string }> = fc
  .constantFrom<TableFamily>('ip', 'ip6', 'inet')
  .chain((family) => {
    const match = {
      ip: fc.oneof(match4, matchAny),
      ip6: fc.oneof(match6, matchAny),
      inet: fc.oneof(match4, match6, matchAny),
      arp: matchAny,
      bridge: matchAny,
      netdev: matchAny,
    }[family];
    const part = fc.oneof({ weight: 3, arbitrary: match }, { weight: 1, arbitrary: statement });
    return fc
      .tuple(fc.array(part, { minLength: 1, maxLength: 4 }), fc.oneof(verdict, map))
      .map(([parts, end]) => ({ family, rule: [...parts, end].join(' ') }));
  });
