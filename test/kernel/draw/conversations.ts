import fc from 'fast-check';
import type { PacketLine } from '../question.js';
import { withoutGaps } from './packets.js';
import { devices, type Pool } from './pool.js';
import { weighted } from './words.js';

const COUNT = 8;

/** Two ends that talk to each other. Each conversation has a port of its own, so that NAT never has to choose another one. */
interface Conversation {
  readonly protocol: string;
  /** The device by which its packets come; undefined when they begin here. */
  readonly iif: string | undefined;
  readonly src: string;
  readonly dst: string;
  readonly sport: number;
  readonly dport: number;
}

const FLAGS = fc.constantFrom('SYN', 'SYN', 'SYN', 'ACK', 'ACK', 'FIN,ACK', 'RST');
const ANSWER_FLAGS = weighted<string>(
  [8, fc.constantFrom('SYN,ACK', 'SYN,ACK', 'ACK', 'FIN,ACK', 'RST')],
  [1, fc.constant('SYN')],
);

function conversation(pool: Pool, number: number, first: number): fc.Arbitrary<Conversation> {
  const begins = number % 3 === 0;
  return fc.record({
    protocol: fc.constant(['udp', 'tcp'][number % 2] ?? 'udp'),
    iif: begins ? fc.constant(undefined) : devices,
    src: begins
      ? fc.constantFrom(...pool.own.slice(0, 3))
      : fc.constantFrom(...pool.senders.slice(0, 4)),
    dst: begins
      ? weighted([4, fc.constantFrom(...pool.destinations)], [1, fc.constantFrom(...pool.heard)])
      : fc.constantFrom(...pool.destinations),
    sport: fc.constant(first + number),
    dport: fc.constantFrom(25, 53, 80, 1000),
  });
}

/** Packets of a few conversations, there and back, so that connection tracking has something to track. */
export function conversationPackets(pool: Pool): fc.Arbitrary<readonly PacketLine[]> {
  // A later burst of the same script has other ports.
  const all = fc
    .nat(4000)
    .chain((burst) =>
      fc.tuple(
        ...Array.from({ length: COUNT }, (_, number) =>
          conversation(pool, number, 5000 + burst * COUNT),
        ),
      ),
    );
  return all.chain((conversations) =>
    fc
      .array(
        fc
          .constantFrom(...conversations)
          .chain((found) => weighted([3, there(found)], [2, back(pool, found)])),
        { minLength: 6, maxLength: 24, size: 'max' },
      )
      .map(withoutLateSyns),
  );
}

/** A socket's SYN has a sequence number of its own: where it is ignored, since there was an answer, no other segment fits it. */
function withoutLateSyns(packets: readonly PacketLine[]): readonly PacketLine[] {
  const answered = new Set<number | undefined>();
  return packets.filter(({ protocol, iif, sport, dport }) => {
    if (protocol !== 'tcp') return true;
    if (iif === undefined) return !answered.has(sport);
    answered.add(dport);
    return true;
  });
}

function there({ iif, ...fields }: Conversation): fc.Arbitrary<PacketLine> {
  return fc
    .record({
      mark: fc.option(fc.constantFrom(1, 0x10), { nil: undefined, freq: 1 }),
      uid: fc.option(fc.constant(1000), { nil: undefined, freq: 1 }),
      tcpFlags: FLAGS,
      ttl: fc.option(fc.constantFrom(2, 64), { nil: undefined }),
    })
    .map(({ mark, uid, tcpFlags, ttl }) =>
      withoutGaps({
        ...fields,
        ttl,
        // A socket sends no TCP but its first segment, and only what is sent here has a mark and an owner.
        ...(iif === undefined
          ? { mark, uid }
          : { iif, ...(fields.protocol === 'tcp' && { tcpFlags }) }),
      }),
    );
}

function back(pool: Pool, talk: Conversation): fc.Arbitrary<PacketLine> {
  return fc
    .record({
      iif: devices,
      src: fc.constant(talk.dst),
      dst: weighted([3, fc.constant(talk.src)], [2, fc.constantFrom(...pool.own.slice(0, 3))]),
      sport: weighted([4, fc.constant(talk.dport)], [1, fc.constant(8080)]),
      tcpFlags: ANSWER_FLAGS,
    })
    .map(({ tcpFlags, ...fields }) =>
      withoutGaps({
        ...fields,
        protocol: talk.protocol,
        dport: talk.sport,
        ...(talk.protocol === 'tcp' && { tcpFlags }),
      }),
    );
}
