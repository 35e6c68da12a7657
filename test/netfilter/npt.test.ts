import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addressFromWords, type Address } from '../../src/address/address.js';
import { parseAddress, printAddress } from '../../src/address/address-text.js';
import { Host, makePacket } from '../../src/index.js';
import { packetSet, prove } from '../../src/verify/index.js';
import { expectBothAlike } from '../compile/agreement.js';

const host = Host.fromCommands(`
  ip link add lan type dummy
  ip link add wan type dummy
  ip link set lan up
  ip link set wan up
  ip addr add fd00:1:2::1/48 dev lan nodad
  ip addr add 2001:db8:1::1/48 dev wan nodad
  ip -6 route add default dev wan
  sysctl -w net.ipv6.conf.all.forwarding=1
`);

const rule = (from: string, to: string): string =>
  `ip6tables -t mangle -A POSTROUTING -o wan -j SNPT --src-pfx ${from} --dst-pfx ${to}`;

/** Sixteen bits at a time, most significant first. */
function halves({ words }: Address): readonly number[] {
  return words.flatMap((word) => [word >>> 16, word & 0xffff]);
}

/** What a checksum adds up to. */
function sum(address: Address): number {
  return halves(address).reduce((total, half) => total + half, 0) % 0xffff;
}

const word = fc.oneof(
  fc.constantFrom(0, 0xffffffff, 0xffff0000, 0xffff, 0xfffffffe, 0xfffeffff),
  fc.nat(0xffffffff),
);

it.each([
  ['fd00:1:2::/48', '2001:db8:1::/48', 3],
  ['fd00:1:2::/48', 'fd00:1:2::/48', 3],
  ['fd00:1:2:3::/64', '2001:db8:1:2::/64', 4],
  ['fd00:1:2:3::/64', '2001:db8:1::/48', 4],
  ['fd00:1:2::/48', '2001:db8:1:fff0::/60', 4],
])('%s becomes %s, and the sum of the address is kept', (from, to, first) => {
  const translating = host.run(rule(from, to));
  const words = fc.tuple(fc.constant(0xfd000001), fc.constant(0x00020003), word, word);
  fc.assert(
    fc.property(words, (drawn) => {
      const src = addressFromWords(6, drawn);
      const packet = makePacket({
        src: printAddress(src),
        dst: '2001:db8:99::9',
        iif: 'lan',
        protocol: 17,
        dport: 53,
      });
      expectBothAlike(translating, [packet]);
      const { kind, src: found } = translating.send(packet);
      const isFull = halves(src)
        .slice(first)
        .every((half) => half === 0xffff);
      expect(kind).toBe(isFull && first > 3 ? 'drop' : 'transmit');
      const after = kind === 'transmit' && found !== null ? sum(parseAddress(found)) : undefined;
      expect(after).toBe(kind === 'transmit' ? sum(src) : undefined);
    }),
    { numRuns: 60 },
  );
});

it('is known to proofs', () => {
  const translating = host.run(rule('fd00:1:2::/48', '2001:db8:1::/48'));
  const forwarded = packetSet({
    iif: 'lan',
    ttl: 64,
    src: 'fd00:1:2::/128',
    dst: '2001:db8:99::/64',
  });
  const claims = prove(translating).every(forwarded);
  expect(claims.endsWithSource('2001:db8:1:cf49::').holds).toBe(true);
  expect(claims.endsWithSource('2001:db8:1::').holds).toBe(false);
  const wrapped = packetSet({
    iif: 'lan',
    ttl: 64,
    src: 'fd00:1:2:fffe::7/128',
    dst: '2001:db8:99::/64',
  });
  expect(prove(translating).every(wrapped).endsWithSource('2001:db8:1:cf48::7').holds).toBe(true);
});
