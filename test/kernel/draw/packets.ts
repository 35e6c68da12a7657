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
  const transport = fc.oneof(
    fc.record({ protocol: protocols, sport: sports, dport: ports }),
    fc.record({ protocol: fc.constant(pool.family === 4 ? 'icmp' : 'icmpv6') }),
  );
  return fc
    .tuple(fc.oneof(local, received), transport)
    .map(([fields, rest]) => withoutGaps({ ...fields, ...rest }));
}

/** The same packet without the fields that are undefined. */
export function withoutGaps(packet: object): PacketLine {
  return JSON.parse(JSON.stringify(packet));
}
