import fc from 'fast-check';
import { weighted } from '../words.js';
import { mapLookup } from './named-sets.js';
import { canAskOwner, header, type RulePlace } from './place.js';

/** Statements that change the packet, its mark or its connection's. */
export function mangle(place: RulePlace): fc.Arbitrary<string> {
  const { pool } = place;
  const ip = header(pool);
  const hops = pool.family === 4 ? 'ip ttl' : 'ip6 hoplimit';
  const number = fc.constantFrom('0', '1', '2', '0x10', '0x12', '0x100');
  const marks = weighted(
    [4, number.map((mark) => `meta mark set ${mark}`)],
    [
      3,
      fc.constantFrom(
        'meta mark set meta mark | 0x10',
        'meta mark set mark and 0xf0 or 1',
        'meta mark set meta mark & 0xfffffff0',
        'meta mark set meta mark ^ 0x3',
        'meta mark set meta mark xor 0x12 and 0xff',
        'meta mark set meta mark << 4',
        'meta mark set meta mark >> 1',
        'meta mark set meta mark << 1 | 1',
        'meta mark set meta mark & 0xf | 0x20',
      ),
    ],
    [
      2,
      fc.constantFrom(
        'meta mark set ct mark',
        'meta mark set ct mark & 0xff',
        'meta mark set ct mark or 0x10',
        'meta mark set ct mark and 0xf xor 1',
        'meta mark set ct mark | meta mark',
        'meta mark set meta mark & ct mark',
      ),
    ],
    [1, mapLookup(pool, 'mark').map((map) => `meta mark set ${map}`)],
    [
      1,
      fc.constantFrom(
        'meta mark set tcp dport map { 25 : 1, 80 : 2 }',
        'meta mark set udp dport map { 0-52 : 1, 53-1000 : 0x10, * : 2 }',
        // By `ip6 dscp` nft lists it as bits.
        ...(ip === 'ip' ? ['meta mark set ip dscp map { cs0 : 1, ef : 2 }'] : []),
        'meta mark set iifname map { "eth0" : 1, "eth2" : 0x10 }',
        'meta mark set meta l4proto map { tcp : 1, udp : 2 }',
        ...(canAskOwner(place) ? ['meta mark set meta skuid map { 1000 : 1, 0 : 2 }'] : []),
      ),
    ],
    [
      1,
      fc.constantFrom(
        'meta mark set numgen inc mod 2',
        'meta mark set numgen inc mod 3 offset 1',
        'meta mark set numgen inc mod 3 map { 0 : 1, 1 : 2, 2 : 0x10 }',
      ),
    ],
    [
      0.5,
      fc.constantFrom(
        `meta mark set ${ip} dscp`,
        'meta mark set udp dport',
        ...(canAskOwner(place) ? ['meta mark set meta skuid'] : []),
      ),
    ],
  );
  const connection = fc.constantFrom(
    'ct mark set 1',
    'ct mark set 0x10',
    'ct mark set meta mark',
    'ct mark set meta mark & 0xf',
    'ct mark set ct mark or 0x10',
    'ct mark set ct mark and 0xf0 or 2',
    'ct mark set ct mark xor 0x3',
    'ct mark set ct mark | meta mark',
    'ct mark set meta mark << 4',
    'ct mark set udp dport map { 53 : 1, 80 : 2 }',
  );
  const fields = weighted<string>(
    [4, fc.constantFrom('cs0', 'cs1', 'ef', '4', 'af13').map((value) => `${ip} dscp set ${value}`)],
    [2, fc.constantFrom('1', '2', '9', '64').map((value) => `${hops} set ${value}`)],
    [1, fc.constantFrom('ce', 'not-ect', 'ect1').map((value) => `${ip} ecn set ${value}`)],
  );
  const ends = weighted<string>(
    [2, fc.constantFrom(...pool.destinations).map((host) => `${ip} daddr set ${host}`)],
    [1, fc.constantFrom(...pool.destinations).map((host) => `${ip} saddr set ${host}`)],
    [1, fc.constantFrom('udp dport set 1000', 'tcp dport set 80', 'udp sport set 7')],
  );
  return weighted([8, marks], [3, connection], [3, fields], [0.5, ends]);
}
