import { makePacket, type PacketFields } from '../packet/make-packet.js';
import type { Packet } from '../packet/packet.js';
import { CARRIED_BY_SOME, carries, NUMBER_FIELDS } from '../packet/packet-number.js';
import { hasPorts, PROTOCOL } from '../packet/protocol.js';
import { givenNumbers } from '../packet/given-numbers.js';

/** Packets like this one with one thing less to say, those first that leave more out; none when all is plain. */
export function simplerPackets(packet: Packet): readonly Packet[] {
  const fields = fieldsOf(packet);
  return [
    ...(fields.iif === undefined ? [] : [without(fields, 'iif', 'src')]),
    ...plainerProtocols(fields),
    ...DROPPABLE.filter((name) => fields[name] !== undefined)
      .filter((name) => name !== 'src' || fields.iif === undefined)
      .map((name) => without(fields, name)),
    ...fewerBits(fields),
  ].map(makePacket);
}

/** What can be left out alone; a received packet keeps its source. */
const DROPPABLE = [
  'oif',
  ...NUMBER_FIELDS.filter((name) => name !== 'sport' && name !== 'dport'),
  'sport',
  'dport',
  'src',
] as const satisfies readonly (keyof PacketFields)[];

/** The fields that differ from what a packet has by default. */
function fieldsOf(packet: Packet): PacketFields {
  const { iif, oif, src, dst, protocol } = packet;
  return { iif, oif, src, dst, protocol, ...givenNumbers(packet) };
}

function without(fields: PacketFields, ...names: (keyof PacketFields)[]): PacketFields {
  const rest = { ...fields };
  for (const name of names) {
    if (name === 'dst' || name === 'protocol') continue;
    delete rest[name];
  }
  return rest;
}

/** What UDP doesn't carry. */
const OF_OTHERS = CARRIED_BY_SOME.filter((name) => !carries(PROTOCOL.udp, name));

/** UDP is the plainest protocol; one without ports loses nothing but its own fields. */
function plainerProtocols(fields: PacketFields): readonly PacketFields[] {
  if (fields.protocol === PROTOCOL.udp) return [];
  const plain = without(fields, 'length', ...OF_OTHERS);
  const ported = hasPorts(fields.protocol) ? plain : { ...plain, sport: undefined, dport: 53 };
  return [{ ...ported, protocol: PROTOCOL.udp }];
}

function fewerBits({ mark = 0, ...fields }: PacketFields): readonly PacketFields[] {
  const bits = Array.from({ length: 32 }, (_, index) => (1 << index) >>> 0);
  const fewer: PacketFields[] = [];
  for (const bit of bits) {
    if ((mark & bit) !== 0 && mark !== bit) fewer.push({ ...fields, mark: (mark & ~bit) >>> 0 });
  }
  return fewer;
}
