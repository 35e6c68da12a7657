import { packetRegisters } from '../../evaluate/registers.js';
import type { Namespace } from '../../namespace/namespace.js';
import { ADDRESS_FIELDS, FIELD_NAMES, FIELDS, type Field } from '../../packet/field.js';
import type { Packet } from '../../packet/packet.js';
import { PACKET_NUMBER_NAMES, PACKET_NUMBERS } from '../../packet/packet-number.js';
import { constantVector, type Vector } from '../engine/vector.js';
import { FIELD_INDEX, type Registers } from '../packets/packet-space.js';

/** What a packet takes with it into the next namespace: its header. */
const CARRIED: ReadonlySet<Field> = new Set<Field>([
  ...ADDRESS_FIELDS.src,
  ...ADDRESS_FIELDS.dst,
  ...PACKET_NUMBER_NAMES.filter((name) => PACKET_NUMBERS[name].of === 'header'),
]);

/** The registers with which packets arrive by a device, whose header is in other registers; with their mark, where it stays. */
export function arrivingRegisters(
  registers: Registers,
  iif: number,
  keepsMark: boolean,
): Registers {
  const from = (field: Field): Vector => registers[FIELD_INDEX[field]] ?? [];
  return FIELD_NAMES.map((field) => {
    if (CARRIED.has(field) || (field === 'mark' && keepsMark)) return from(field);
    if (field === 'boundPort') return from('sport');
    return constantVector(FIELDS[field].bits, field === 'iif' ? iif : 0);
  });
}

/** The registers with which a VRF sends on packets whose header is in other registers. */
export function sentOnRegisters(
  registers: Registers,
  through: number,
  socketless: boolean,
): Registers {
  const from = (field: Field): Vector => registers[FIELD_INDEX[field]] ?? [];
  return FIELD_NAMES.map((field) => {
    if (CARRIED.has(field) || OWN.has(field)) return from(field);
    if (field === 'boundPort') return from('sport');
    const constant = field === 'iif' ? through : field === 'socket' && !socketless ? 1 : 0;
    return constantVector(FIELDS[field].bits, constant);
  });
}

/** How packets enter that a device hands to the host below it, which routes them as its own. */
interface HandedDown {
  /** The device by which they must leave. */
  readonly oif: number;
  readonly socketless: boolean;
  readonly keepsMark: boolean;
}

/** The registers with which the host below routes packets whose header is in other registers. */
export function handedDownRegisters(registers: Registers, handed: HandedDown): Registers {
  const arriving = arrivingRegisters(registers, 0, handed.keepsMark);
  const { oif, socketless } = handed;
  const given: Partial<Record<Field, number>> = { oif, socket: socketless ? 0 : 1 };
  return FIELD_NAMES.map((field, index) => {
    const value = given[field];
    return value === undefined
      ? (arriving[index] ?? [])
      : constantVector(FIELDS[field].bits, value);
  });
}

/** What a packet has of its host and of who sent it. */
const OWN: ReadonlySet<Field> = new Set<Field>(['mark', 'uid', 'gid', 'oif']);

/** The registers with which one packet enters a namespace, but for those that are given. */
export function madeRegisters(
  packet: Packet,
  namespace: Namespace,
  given: Partial<Record<Field, Vector>>,
): Registers {
  const constants = packetRegisters(packet, namespace);
  return FIELD_NAMES.map(
    (field) => given[field] ?? constantVector(FIELDS[field].bits, constants[field]),
  );
}
