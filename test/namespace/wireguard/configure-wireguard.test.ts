import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressFromWords } from '../../../src/address/address.js';
import { makePrefix, prefixContains, samePrefix } from '../../../src/address/prefix.js';
import { peerOf } from '../../../src/namespace/wireguard/allowed-ips.js';
import {
  configureWireguard,
  type PeerRequest,
} from '../../../src/namespace/wireguard/configure-wireguard.js';
import { newWireguard, type Wireguard } from '../../../src/namespace/wireguard/wireguard.js';

// A small world of keys and prefixes, so that peers take prefixes from each other.
const KEYS = ['B', 'C', 'D'].map((letter) => `${letter.repeat(42)}A=`);
const word = fc.constantFrom(0x0a000000, 0x0a000001, 0x0a400000, 0x0b000000, 0xffffffff);
const prefix = fc.oneof(
  fc
    .tuple(word, fc.constantFrom(0, 7, 8, 10, 31, 32))
    .map(([first, length]) => makePrefix(addressFromWords(4, [first]), length)),
  fc
    .tuple(word, fc.constantFrom(0, 8, 64, 128))
    .map(([first, length]) => makePrefix(addressFromWords(6, [first, 0, 0, 1]), length)),
);
const request: fc.Arbitrary<PeerRequest> = fc.record({
  publicKey: fc.constantFrom(...KEYS),
  remove: fc.boolean(),
  replacesAllowedIps: fc.boolean(),
  allowedIps: fc.array(prefix, { maxLength: 4 }),
});

/** The same, written down plainly: a list of who was given which prefix, of which the last word counts. */
function givenPrefixes(requests: readonly PeerRequest[]) {
  let given: { publicKey: string; prefix: PeerRequest['allowedIps'][number] }[] = [];
  for (const { publicKey, remove, replacesAllowedIps, allowedIps } of requests) {
    if (remove || replacesAllowedIps) given = given.filter((one) => one.publicKey !== publicKey);
    if (remove) continue;
    for (const one of allowedIps) {
      given = given.filter((other) => !samePrefix(other.prefix, one));
      given.push({ publicKey, prefix: one });
    }
  }
  return given;
}

function configured(requests: readonly PeerRequest[]): Wireguard {
  return configureWireguard(newWireguard(''), { replacesPeers: false, peers: requests });
}

describe('the prefixes of peers', () => {
  it("are each one peer's, in the order in which it got them", () => {
    fc.assert(
      fc.property(fc.array(request, { maxLength: 8 }), (requests) => {
        const given = givenPrefixes(requests);
        for (const { publicKey, allowedIps } of configured(requests).peers) {
          const own = given.filter((one) => one.publicKey === publicKey);
          expect(allowedIps).toEqual(own.map((one) => one.prefix));
        }
      }),
    );
  });

  it('choose the peer of an address by the longest that holds it', () => {
    fc.assert(
      fc.property(fc.array(request, { maxLength: 8 }), prefix, (requests, { address }) => {
        const [longest] = givenPrefixes(requests)
          .filter((one) => prefixContains(one.prefix, address))
          .toSorted((a, b) => b.prefix.length - a.prefix.length);
        expect(peerOf(configured(requests), address)?.publicKey).toBe(longest?.publicKey);
      }),
    );
  });

  it('come to the same in one request or in several', () => {
    fc.assert(
      fc.property(fc.array(request, { maxLength: 6 }), (requests) => {
        const oneByOne = requests.reduce(
          (before, one) => configureWireguard(before, { replacesPeers: false, peers: [one] }),
          newWireguard(''),
        );
        expect(oneByOne).toEqual(configured(requests));
      }),
    );
  });
});
