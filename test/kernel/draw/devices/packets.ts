import fc from 'fast-check';
import type { FollowedPacket, Question } from '../../question.js';
import { withoutGaps } from '../packets.js';
import type { Pool } from '../pool.js';
import { ports, sports } from '../pool.js';
import { weighted } from '../words.js';

/** How packets come in: by a device, of which it may be a tunnel's within another packet. */
export interface Arrival {
  readonly iif: string;
  readonly through?: string;
}

const header = {
  tos: fc.option(fc.constantFrom(0x10, 0x08, 0x1c, 0xb8, 0x03, 0x02, 0x01), {
    nil: undefined,
    freq: 2,
  }),
  ttl: fc.option(fc.constantFrom(1, 2, 9, 64), { nil: undefined, freq: 2 }),
};

/** Packets that are followed through the devices of the host: sent by sockets bound to devices here and there, and received. */
export function followedPackets(
  pool: Pool,
  devices: readonly string[],
  arrivals: readonly Arrival[],
): fc.Arbitrary<Question[]> {
  const dst = fc.constantFrom(...pool.destinations);
  const sent = fc.record({
    ...header,
    dst,
    src: fc.option(fc.constantFrom(...pool.own), { nil: undefined, freq: 2 }),
    mark: fc.option(fc.constantFrom(1, 2, 0x10, 0x12), { nil: undefined, freq: 3 }),
    uid: fc.option(fc.constant(1000), { nil: undefined, freq: 2 }),
    oif: fc.option(fc.constantFrom(...devices), { nil: undefined, freq: 3 }),
  });
  const received = fc
    .tuple(
      fc.record({ ...header, dst, src: fc.constantFrom(...pool.senders) }),
      fc.constantFrom(...arrivals),
    )
    .map(([fields, arrival]) => ({ ...fields, ...arrival }));
  const icmp = pool.family === 4 ? 'icmp' : 'icmpv6';
  const transport = weighted<object>(
    [6, fc.record({ protocol: fc.constantFrom('udp', 'tcp'), sport: sports, dport: ports })],
    [4, fc.record({ protocol: fc.constant(icmp) })],
  );
  const packet = fc
    .tuple(weighted<object>([3, sent], [2, received]), transport)
    .map(([fields, rest]): FollowedPacket => withoutGaps({ ...fields, ...rest }));
  return fc.array(
    packet.map((followed): Question => ({ kind: 'followed', followed })),
    { minLength: 6, maxLength: 20, size: 'max' },
  );
}
