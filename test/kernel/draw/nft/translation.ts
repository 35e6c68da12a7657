import fc from 'fast-check';
import type { Pool } from '../pool.js';
import { weighted } from '../words.js';
import { mapLookup } from './named-sets.js';
import { header, type RulePlace } from './place.js';

/** Statements of nat chains, none of which has the kernel pick a port or an address by chance. */
export function translation(place: RulePlace): fc.Arbitrary<string> {
  const hook = place.chain.base?.hook;
  return hook === 'prerouting' || hook === 'output' ? destination(place) : source(place);
}

/** An address and a port as nft writes them. */
function withPort({ family }: Pool, address: string, port: string): string {
  return family === 4 ? `${address}:${port}` : `[${address}]:${port}`;
}

function destination({ pool, family }: RulePlace): fc.Arbitrary<string> {
  const dnat = family === 'inet' ? `dnat ${header(pool)}` : 'dnat';
  const ip = header(pool);
  const to = fc.constantFrom(...pool.destinations.slice(0, 12));
  const port = fc.constantFrom('8080', '53', '80');
  const l4 = fc.constantFrom(
    'meta l4proto tcp',
    'meta l4proto udp',
    'udp dport 53',
    'tcp dport 80',
    'tcp dport 25',
  );
  const prefixes =
    pool.family === 4
      ? '{ 20.1.2.0/24 : 10.0.1.0/24, 8.8.0.0/16 : 20.9.0.0/16 }'
      : '{ 2001:db8:1:2::/64 : fd00:1::/64, 2001:4860::/32 : 2001:db8::/32 }';
  return weighted(
    [5, to.map((address) => `${dnat} to ${address}`)],
    [
      3,
      fc
        .tuple(l4, to, port)
        .map(([proto, address, found]) => `${proto} ${dnat} to ${withPort(pool, address, found)}`),
    ],
    [1, fc.tuple(l4, port).map(([proto, found]) => `${proto} ${dnat} to :${found}`)],
    [2, mapLookup(pool, 'address').map((map) => `${dnat} to ${map}`)],
    [
      1,
      fc
        .tuple(to, to)
        .map(([first, second]) => `${dnat} to udp dport map { 53 : ${first}, 80 : ${second} }`),
    ],
    [
      1,
      fc
        .tuple(to, to)
        .map(([first, second]) =>
          `${dnat === 'dnat' ? 'dnat' : dnat} addr . port to tcp dport map { 25 : ${first} . 8080, 80 : ${second} . 80 }`.replace(
            /^dnat addr/,
            `dnat ${ip} addr`,
          ),
        ),
    ],
    [1, fc.constant(`dnat ${ip} prefix to ${ip} daddr map ${prefixes}`)],
    [2, fc.constant('redirect')],
    [1, fc.tuple(l4, port).map(([proto, found]) => `${proto} redirect to :${found}`)],
  );
}

function source({ pool, family, chain }: RulePlace): fc.Arbitrary<string> {
  const ip = header(pool);
  const snat = family === 'inet' ? `snat ${ip}` : 'snat';
  const from = fc.constantFrom(...pool.own.slice(0, 3), ...pool.own.slice(4));
  const prefixes =
    pool.family === 4 ? '{ 10.0.0.0/24 : 99.9.9.0/24 }' : '{ fd00::/64 : 2001:db8:99::/64 }';
  return weighted(
    [4, from.map((address) => `${snat} to ${address}`)],
    [
      1,
      fc
        .tuple(from, from)
        .map(
          ([first, second]) =>
            `${snat} to ${ip} daddr map { ${pool.destinations[0]} : ${first}, ${pool.destinations[4]} : ${second} }`,
        ),
    ],
    [
      1,
      fc
        .tuple(from, from)
        .map(
          ([first, second]) => `${snat} to oifname map { "eth0" : ${first}, "eth1" : ${second} }`,
        ),
    ],
    [0.5, fc.constant(`snat ${ip} prefix to ${ip} saddr map ${prefixes}`)],
    [chain.base?.hook === 'postrouting' ? 4 : 0, fc.constant('masquerade')],
  );
}

/** To the sockets that scripts open: see ../sockets.ts. */
export function tproxy({ pool, family }: RulePlace): fc.Arbitrary<string> {
  const ip = header(pool);
  const other = ip === 'ip' ? 'ip6' : 'ip';
  const word =
    family === 'inet'
      ? weighted([5, fc.constant(`tproxy ${ip}`)], [1, fc.constant(`tproxy ${other}`)])
      : fc.constant('tproxy');
  const loopback = pool.family === 4 ? '127.0.0.1' : '::1';
  const l4 = fc.constantFrom(
    'meta l4proto tcp',
    'meta l4proto udp',
    'meta l4proto { tcp, udp }',
    'udp dport 53',
    'tcp dport 80',
  );
  const to = fc.constantFrom(
    ':8080',
    ':8082',
    ':80',
    withPort(pool, loopback, '8081'),
    withPort(pool, loopback, '8080'),
    loopback,
  );
  const rest = fc.constantFrom(
    '',
    ' meta mark set 1',
    ' meta mark set 1 accept',
    ' accept',
    ' counter',
  );
  return fc
    .tuple(l4, word, to, rest)
    .map(([proto, proxy, where, after]) => `${proto} ${proxy} to ${where}${after}`);
}
