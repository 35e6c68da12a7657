import type { Address } from '../address/address.js';
import type { Family } from '../address/family.js';
import { addressBits } from '../address/family.js';
import { linkByName, type Namespace } from '../namespace/namespace.js';
import { ADDRESS_FIELDS, FIELD_NAMES, type AddressField, type Field } from '../packet/field.js';
import type { Packet } from '../packet/packet.js';
import { packetNumbers } from '../packet/packet-number.js';
import { socketPort, socketTos } from '../packet/socket.js';

/** The value of every field: the evaluator's whole memory of a packet. */
export type Registers = Record<Field, number>;

/** Registers that are all zero. */
export function zeroRegisters(): Registers {
  return { ...ZERO };
}

const ZERO = makeZero();

function makeZero(): Registers {
  const registers = Object.fromEntries(FIELD_NAMES.map((field) => [field, 0]));
  if (!isComplete(registers)) throw new TypeError('registers: a field is missing');
  return registers;
}

function isComplete(registers: Record<string, number>): registers is Registers {
  return FIELD_NAMES.every((field) => field in registers);
}

/**
 * The registers with which a packet's path begins.
 *
 * @throws RangeError when the packet names a device that the namespace doesn't have
 */
export function packetRegisters(packet: Packet, namespace: Namespace): Registers {
  const registers = zeroRegisters();
  if (packet.src !== undefined) storeAddress(registers, 'src', packet.src);
  storeAddress(registers, 'dst', packet.dst);
  const local = packet.iif === undefined;
  return Object.assign(registers, {
    ...packetNumbers((name) => packet[name] ?? 0),
    ...(local
      ? {
          tos: socketTos(packet.protocol, packet.tos),
          sport: localPort(packet, namespace),
          socket: 1,
        }
      : {}),
    boundPort: packet.sport ?? 0,
    iif: deviceIndex('iif', packet.iif, namespace),
    oif: deviceIndex('oif', packet.oif, namespace),
  } satisfies Partial<Registers>);
}

function localPort({ protocol, sport = 0, tcpFlags, dst }: Packet, { traffic }: Namespace): number {
  const { freePort } = dst.family === 4 ? traffic.connections4 : traffic.connections6;
  return socketPort(protocol, sport, tcpFlags, freePort);
}

function deviceIndex(field: string, name: string | undefined, namespace: Namespace): number {
  if (name === undefined) return 0;
  const link = linkByName(namespace, name);
  if (link === undefined) throw new RangeError(`${field}: there is no device ${name}`);
  return link.index;
}

/** Puts an address into its registers. */
export function storeAddress(registers: Registers, field: AddressField, address: Address): void {
  for (const [index, word] of address.words.entries()) {
    const register = ADDRESS_FIELDS[field][index];
    if (register !== undefined) registers[register] = word;
  }
}

/** The address in registers. */
export function loadAddress(
  registers: Readonly<Registers>,
  field: AddressField,
  family: Family,
): Address {
  const count = addressBits(family) / 32;
  return {
    family,
    words: ADDRESS_FIELDS[field].slice(0, count).map((register) => registers[register]),
  };
}
