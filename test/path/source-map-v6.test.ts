import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addressFromWords, type Address } from '../../src/address/address.js';
import { parseAddress } from '../../src/address/address-text.js';
import { prefixContains } from '../../src/address/prefix.js';
import { Host } from '../../src/host/host.js';
import { sourceMap6 } from '../../src/path/address/source-map-v6.js';

const OWN = ['2001:db8:1::1', '2001:db8:1:8000::2', 'fd00:1::3', 'fec0::4', '2002:1::5', 'fe80::6'];

const host = Host.fromCommands(`
ip link set lo up
ip link add eth0 type veth peer name p0; ip link set eth0 up; ip link set p0 up
ip link add eth1 type veth peer name p1; ip link set eth1 up; ip link set p1 up
ip addr add 2001:db8:1::1/64 dev eth0
ip addr add fd00:1::3/48 dev eth0
ip addr add fec0::4/64 dev eth0
ip addr add 2001:db8:1:8000::2/49 dev eth1
ip addr add 2002:1::5/128 dev eth1
ip addr add fe80::6/64 dev eth1
`);

/** A domain of a VRF that is down, on a host where ::1 has not been set up: no own address is near ::, which has a scope of its own. */
const domain = Host.fromCommands(`
ip link add red type vrf table 100
ip link add eth0 type veth peer name p0; ip link set eth0 up; ip link set p0 up
ip link set eth0 master red
ip addr add fd00:1::3/64 dev eth0
`);

const word = fc.oneof(fc.constantFrom(0, 1), fc.integer({ min: 0, max: 0xffffffff }));

/** An address that has some first bits of one in the list, or a class of its own. */
const destinations = fc
  .record({
    near: fc.constantFrom(
      ...OWN,
      '::1',
      '::',
      '::a00:2',
      '2001::',
      'ff02::1',
      'ff05::1',
      'ff1e::1',
      '3ffe::1',
    ),
    bits: fc.integer({ min: 0, max: 128 }),
    rest: fc.tuple(word, word, word, word),
  })
  .map(({ near, bits, rest }) => {
    const words = parseAddress(near).words.map((own, index) => {
      const left = Math.min(32, Math.max(0, bits - 32 * index));
      const mask = left === 0 ? 0 : (0xffffffff << (32 - left)) >>> 0;
      return ((own & mask) | ((rest[index] ?? 0) & ~mask)) >>> 0;
    });
    return addressFromWords(6, words);
  });

it.each([
  ['', 'plain', host],
  ['lo', 'plain', host],
  ['eth0', 'plain', host],
  ['eth1', 'plain', host],
  ['red', 'VRF', domain],
  ['eth0', 'VRF', domain],
])('has for each destination the source that is selected: device "%s", %s', (name, _, on) => {
  const dev = on.namespace.links.find((link) => link.name === name)?.index ?? 0;
  const map = sourceMap6(on.namespace, dev);
  const entries = [...map.entries()];
  const longest = (destination: Address) =>
    entries
      .filter(({ prefix }) => prefixContains(prefix, destination))
      .toSorted((a, b) => b.prefix.length - a.prefix.length)[0];
  fc.assert(
    fc.property(destinations, (destination) => {
      expect(longest(destination)?.changes).toEqual(map.changesFor(destination.words));
    }),
    { numRuns: 200 },
  );
  expect(new Set(entries.map(({ changes }) => changes)).size).toBeGreaterThan(1);
});
