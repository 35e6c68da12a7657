import fc from 'fast-check';
import { addressFromWords, type Address } from '../../src/address/address.js';
import type { Family } from '../../src/address/family.js';
import { addToHash } from '../../src/ipset/edit-hash.js';
import type { EntryRequest } from '../../src/ipset/entry-request.js';
import { makeHashTable } from '../../src/ipset/hash-table.js';
import { HASH_TYPES, hasNetworks, type HashTypeName } from '../../src/ipset/hash-type.js';
import type { HashSet } from '../../src/ipset/ip-set.js';

/** Few addresses, near each other, so that networks hold them; in IPv6 they differ in every word. */
export function addresses(family: Family): fc.Arbitrary<Address> {
  const low = fc.nat({ max: 15 });
  const bit = fc.constantFrom(0, 1, 0x80000000);
  return family === 4
    ? low.map((word) => addressFromWords(4, [0x0a000010 + word]))
    : fc
        .tuple(bit, bit, bit)
        .map(([a, b, c]) => addressFromWords(6, [0x20010db8, a >>> 0, b >>> 0, (c >>> 0) + 1]));
}

function lengths(family: Family): fc.Arbitrary<number> {
  return family === 4
    ? fc.constantFrom(1, 8, 27, 28, 29, 30, 31, 32)
    : fc.constantFrom(1, 32, 33, 63, 64, 65, 96, 97, 127, 128);
}

const PORTS = fc.constantFrom(
  { protocol: 6, from: 80, to: undefined },
  { protocol: 6, from: 80, to: 82 },
  { protocol: 17, from: 53, to: undefined },
  { protocol: 1, from: 8 << 8, to: undefined },
  { protocol: 50, from: 0, to: undefined },
);
const MACS = fc.constantFrom('02:00:00:00:00:01', '02:00:00:00:00:02');
const DEVICES = fc.constantFrom('eth0', 'eth1', 'eth', 'wg');

/** What a command asks to add to a set of a type. */
export function requests(type: HashTypeName, family: Family): fc.Arbitrary<EntryRequest> {
  const { dimensions } = HASH_TYPES[type];
  const spans = dimensions
    .filter((dimension) => dimension === 'ip' || dimension === 'net')
    .map((dimension) =>
      fc.record({
        from: addresses(family),
        to: fc.constant(undefined),
        length: dimension === 'net' ? lengths(family) : fc.constant(undefined),
      }),
    );
  return fc.record({
    spans: fc.tuple(...spans),
    port: dimensions.includes('port') ? PORTS : fc.constant(undefined),
    device: dimensions.includes('iface')
      ? fc.record({ name: DEVICES, wildcard: fc.boolean(), physical: fc.constant(false) })
      : fc.constant(undefined),
    mac: dimensions.includes('mac') ? MACS : fc.constant(undefined),
    mark: dimensions.includes('mark') ? fc.nat({ max: 3 }) : fc.constant(undefined),
    nomatch: hasNetworks(HASH_TYPES[type]) ? fc.boolean() : fc.constant(false),
    counters: fc.constant(undefined),
    mapping: fc.constant(undefined),
    timeout: fc.constant(undefined),
    comment: fc.constant(undefined),
  });
}

/** An empty set of a type. */
export function emptyHash(type: HashTypeName, family: Family): HashSet {
  return {
    kind: 'hash',
    name: 'drawn',
    type: HASH_TYPES[type],
    family,
    maxelem: 65536,
    netmask: family === 4 ? 32 : 128,
    timeout: undefined,
    comments: false,
    counters: false,
    mappings: false,
    bitmask: undefined,
    markmask: undefined,
    forceadd: false,
    table: makeHashTable(6, 2, 5),
  };
}

/** A set with entries; those that can't be added are passed over. */
export function setWith(empty: HashSet, entries: readonly EntryRequest[]): HashSet {
  return entries.reduce((set, entry) => addToHash(set, entry, false).set, empty);
}
