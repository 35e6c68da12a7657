import fc from 'fast-check';
import type { PacketLine } from '../question.js';
import { DEVICES, devices, ports, protocols, sports, type Pool } from './pool.js';
import { weighted } from './words.js';

const shared = {
  tos: fc.option(fc.constantFrom(0x10, 0x08, 0x1c, 0x70, 0xa9, 0xb8, 0x03), {
    nil: undefined,
    freq: 2,
  }),
  ttl: fc.option(fc.constantFrom(1, 2, 64), { nil: undefined, freq: 2 }),
};

/** Answers, requests and what else ICMP has: no error, which has another packet in it, and nothing that the world's agent keeps out. */
const TYPES = { 4: [0, 9, 10, 13, 14, 15, 17, 42], 6: [129, 144, 151, 200] } as const;

/** Packets that this host sends or receives. No packet comes by a device whose far end a script may take down: it couldn't be put there. */
export function packets(
  pool: Pool,
  arrivals: readonly string[] = DEVICES,
): fc.Arbitrary<PacketLine> {
  const destinations = fc.constantFrom(...pool.destinations);
  const local = fc.record({
    ...shared,
    dst: weighted([8, destinations], [1, fc.constantFrom(...pool.heard)]),
    src: fc.option(fc.constantFrom(...pool.own), { nil: undefined, freq: 2 }),
    mark: fc.option(fc.constantFrom(1, 2, 0x10, 0x12), { nil: undefined, freq: 2 }),
    uid: fc.option(fc.constant(1000), { nil: undefined, freq: 2 }),
    oif: fc.option(devices, { nil: undefined, freq: 1 }),
  });
  const received = fc.record({
    ...shared,
    dst: weighted([6, destinations], [1, fc.constantFrom(...pool.groups)]),
    iif: fc.constantFrom(...arrivals),
    src: fc.constantFrom(...pool.senders),
  });
  const icmp = pool.family === 4 ? 'icmp' : 'icmpv6';
  const transport = weighted<object>(
    [6, fc.record({ protocol: protocols, sport: sports, dport: ports })],
    [4, fc.record({ protocol: fc.constant(icmp) })],
    [
      1,
      fc.record({ protocol: fc.constant(icmp), icmpType: fc.constantFrom(...TYPES[pool.family]) }),
    ],
    [1, fc.record({ protocol: fc.constantFrom(47, 50, 51, 89, 2, 4, 41, 253) })],
  );
  return fc
    .tuple(fc.oneof(local, received), transport)
    .map(([fields, rest]) => withoutGaps({ ...fields, ...rest }));
}

/** The same packet without the fields that are undefined. */
export function withoutGaps(packet: object): PacketLine {
  return JSON.parse(JSON.stringify(packet));
}
