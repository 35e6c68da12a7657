import * as fc from 'fast-check';
import type { Family } from '../address/family.js';
import { checkFieldNames } from '../field-names.js';
import { makePacket } from '../packet/make-packet.js';
import type { Packet } from '../packet/packet.js';
import { PROTOCOL } from '../packet/protocol.js';
import { addresses } from './addresses.js';
import { marks } from './marks.js';
import { printPacket } from './printed.js';

/** What packets are drawn from. */
export interface PacketsOptions {
  /** Names of devices on which packets can arrive, and to which sockets can be bound; none by default. */
  readonly devices?: readonly string[];
}

/** A value, or more often none. */
function maybe<Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> {
  return fc.option(value, { nil: undefined, freq: 2 });
}

/**
 * Packets of a family that know no host: for one on the edges of what a host's rules name see `packetsFor`.
 *
 * @example
 * ```ts
 * import * as fc from 'fast-check';
 * import { parsePacketWords, printPacketWords } from 'nexthop';
 * import { packets } from 'nexthop/fast-check';
 * const property = fc.property(packets(4, { devices: ['eth0'] }), (packet) => {
 *   const words = printPacketWords(packet);
 *   return printPacketWords(parsePacketWords(words)) === words;
 * });
 * fc.check(property).failed; // false
 * ```
 */
export function packets(family: Family, options: PacketsOptions = {}): fc.Arbitrary<Packet> {
  checkFieldNames(options, { devices: true });
  const { devices = [] } = options;
  const device = fc.constantFrom(undefined, ...devices);
  const icmp = family === 4 ? PROTOCOL.icmp : PROTOCOL.icmpv6;
  const port = fc.oneof(fc.constantFrom(22, 25, 53, 80, 443), fc.nat({ max: 0xffff }));
  const transport = fc.oneof(
    {
      weight: 2,
      arbitrary: fc.record({
        protocol: fc.constant(PROTOCOL.udp),
        sport: maybe(port),
        dport: port,
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        protocol: fc.constant(PROTOCOL.tcp),
        sport: maybe(port),
        dport: port,
        tcpFlags: maybe(fc.nat({ max: 0xff })),
      }),
    },
    { weight: 1, arbitrary: fc.record({ protocol: fc.constant(icmp) }) },
    { weight: 1, arbitrary: fc.record({ protocol: fc.constantFrom(PROTOCOL.gre, PROTOCOL.esp) }) },
  );
  const header = fc.record({
    dst: addresses(family),
    mark: maybe(marks().map(({ value }) => value)),
    tos: maybe(fc.nat({ max: 0xff })),
    ttl: maybe(fc.integer({ min: 1, max: 0xff })),
  });
  const id = maybe(fc.constantFrom(1, 1000, 65534));
  const local = fc.record({ src: maybe(addresses(family)), oif: device, uid: id, gid: id });
  const received = fc.record({ src: addresses(family), iif: device });
  return fc
    .tuple(header, transport, fc.oneof(local, received))
    .map(([fields, ports, ends]) => printPacket(makePacket({ ...fields, ...ports, ...ends })));
}
