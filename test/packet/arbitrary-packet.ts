import * as fc from 'fast-check';
import { addressFromWords } from '../../src/address/address.js';
import { makePacket, type PacketFields } from '../../src/packet/make-packet.js';
import type { Packet } from '../../src/packet/packet.js';
import { hasPorts, PROTOCOL } from '../../src/packet/protocol.js';

const word = fc.nat(0xffffffff);
const device = fc.constantFrom('eth0', 'eth1', 'lo', 'to', 'tcp', 'wg-x.7');
const maybe = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(values, { nil: undefined });

/** Any packet that can exist, of either family, sent by a local socket or received. */
export const arbitraryPacket: fc.Arbitrary<Packet> = fc
  .record({
    family: fc.constantFrom(4 as const, 6 as const),
    src: fc.array(word, { minLength: 4, maxLength: 4 }),
    dst: fc.array(word, { minLength: 4, maxLength: 4 }),
    bound: fc.boolean(),
    iif: maybe(device),
    oif: maybe(device),
    protocol: fc.oneof(fc.constantFrom(...Object.values(PROTOCOL)), fc.nat(255)),
    sport: maybe(fc.nat(0xffff)),
    dport: maybe(fc.nat(0xffff)),
    mark: maybe(word),
    tos: maybe(fc.nat(255)),
    ttl: maybe(fc.nat(255)),
    uid: maybe(word),
    gid: maybe(word),
    length: maybe(fc.nat(0xffff)),
    tcpFlags: maybe(fc.nat(255)),
    icmpType: maybe(fc.nat(255)),
    icmpId: maybe(fc.nat(0xffff)),
    icmpCode: maybe(fc.nat(255)),
  })
  .map(({ family, src, dst, bound, oif, ...rest }) => {
    const { protocol, iif } = rest;
    const icmp = protocol === PROTOCOL.icmp || protocol === PROTOCOL.icmpv6;
    const words = family === 4 ? 1 : 4;
    const fields: PacketFields = {
      ...rest,
      oif: iif === undefined ? oif : undefined,
      src: bound || iif !== undefined ? addressFromWords(family, src.slice(0, words)) : undefined,
      dst: addressFromWords(family, dst.slice(0, words)),
      sport: hasPorts(protocol) ? rest.sport : undefined,
      dport: hasPorts(protocol) ? rest.dport : undefined,
      tcpFlags: protocol === PROTOCOL.tcp ? rest.tcpFlags : undefined,
      icmpType: icmp ? rest.icmpType : undefined,
      icmpId: icmp ? rest.icmpId : undefined,
      icmpCode: icmp ? rest.icmpCode : undefined,
    };
    return makePacket(fields);
  });
