import fc from 'fast-check';
import { weighted } from '../words.js';
import { canAskOwner, header, type RulePlace } from './place.js';
import { compared, DEVICE_NAMES, MARKS } from './values.js';

/** Matches on what the kernel knows of a packet beside its headers. */
export function metaMatch(place: RulePlace): fc.Arbitrary<string> {
  const { pool, family } = place;
  const icmp = pool.family === 4 ? 'icmp' : 'ipv6-icmp';
  const protocols = { single: ['tcp', 'udp', icmp, '47', 'esp', '253'], wide: ['6-17'] };
  const masked = fc.constantFrom(
    'meta mark & 0xf == 1',
    'meta mark and 0xf0 == 0x10',
    'mark & 0x3 != 0',
    'meta mark & 0x12 == { 0x2, 0x10, 0x12 }',
    'meta mark & 0x10 == 0x10',
  );
  return weighted(
    [3, compared('meta mark', MARKS)],
    [1, masked],
    [3, compared('iifname', DEVICE_NAMES)],
    [3, compared('oifname', DEVICE_NAMES)],
    [1, compared('iif', { single: ['"eth0"', '"eth1"', '"lo"'] })],
    [1, compared('oif', { single: ['"eth0"', '"eth1"', '"lo"'] })],
    [2, compared('meta l4proto', protocols)],
    [family === 'inet' ? 2 : 0.1, compared('meta nfproto', { single: ['ipv4', 'ipv6'] })],
    [1, compared('meta protocol', { single: [header(pool), pool.family === 4 ? 'ip6' : 'ip'] })],
    [
      canAskOwner(place) ? 1 : 0,
      compared('meta skuid', { single: ['0', '1000', '1500'], wide: ['0-999'], ordered: true }),
    ],
    [
      canAskOwner(place) ? 0.5 : 0,
      compared('meta skgid', { single: ['0', '1000'], ordered: true }),
    ],
    [
      1,
      compared('meta length', {
        single: ['28', '36', '60', '48', '40', '20'],
        wide: ['0-40', '40-100'],
        ordered: true,
      }),
    ],
    [
      1,
      compared('meta pkttype', { single: ['host', 'unicast', 'broadcast', 'multicast', 'other'] }),
    ],
    [0.5, compared('iifgroup', { single: ['0', '7', 'default'] })],
    [0.5, compared('oifgroup', { single: ['0', '7'] })],
    [0.5, compared('meta iiftype', { single: ['ether', 'loopback'] })],
  );
}
