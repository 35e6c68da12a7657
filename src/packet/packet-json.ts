import { printAddress, readAddress } from '../address/address-text.js';
import type { Address } from '../address/address.js';
import { accountNumber, isAccountKind, type Accounts } from '../databases/accounts.js';
import { unknownField } from '../field-names.js';
import { suggestWord } from '../nearest-word.js';
import { givenNumbers } from './given-numbers.js';
import { makePacket } from './make-packet.js';
import type { Packet } from './packet.js';
import { NUMBER_FIELDS, type NumberField } from './packet-number.js';
import { PROTOCOL_NAMES, protocolName, protocolNumber } from './protocol-name.js';
import { printTcpFlags, readTcpFlags, TCP_FLAGS_TEXT } from './tcp-flags.js';

/**
 * A packet as JSON: the fields of `PacketFields` with addresses as text, and names for numbers that have them. Left out or null is
 * the default.
 */
export interface PacketJson {
  readonly iif?: string | null | undefined;
  readonly src?: string | null | undefined;
  readonly dst: string;
  readonly oif?: string | null | undefined;
  /** A number, or a name such as `tcp`. `icmp` is ICMPv6 when `dst` is an IPv6 address. */
  readonly protocol: number | string;
  readonly sport?: number | null | undefined;
  readonly dport?: number | null | undefined;
  readonly mark?: number | null | undefined;
  readonly tos?: number | null | undefined;
  readonly ttl?: number | null | undefined;
  /** A number, or the name of a user where it is read for a host. */
  readonly uid?: number | string | null | undefined;
  /** A number, or the name of a group where it is read for a host. */
  readonly gid?: number | string | null | undefined;
  readonly length?: number | null | undefined;
  /** A number, letters (`"SA"`), or names (`["SYN", "ACK"]`). */
  readonly tcpFlags?: number | string | readonly string[] | null | undefined;
  readonly icmpType?: number | null | undefined;
  readonly icmpCode?: number | null | undefined;
  readonly icmpId?: number | null | undefined;
}

/** The names of the fields of {@link PacketJson}. */
export const PACKET_JSON_FIELDS: readonly string[] = [
  'iif',
  'src',
  'dst',
  'oif',
  'protocol',
  ...NUMBER_FIELDS,
];

/**
 * Reads a packet from a JSON value.
 *
 * @param accounts - the users and groups that `uid` and `gid` may name: `host.accounts`; only numbers when left out
 * @throws TypeError when the value is no object, or a field is missing, unknown or of the wrong type: the message names it
 * @throws RangeError when a field is out of range, or fields contradict each other: the message names them
 * @throws UnknownName (a RangeError) when there is no such user or group
 *
 * @example
 * ```ts
 * import { parsePacketJson } from 'nexthop';
 * parsePacketJson({ dst: '192.0.2.1', protocol: 'tcp', dport: 25 }).tcpFlags; // 2, a SYN
 * ```
 */
export function parsePacketJson(value: unknown, accounts?: Accounts): Packet {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new TypeError(`packet: an object, got ${JSON.stringify(value)}`);
  }
  const json = new Map<string, unknown>();
  for (const [name, field] of Object.entries(value)) {
    if (!PACKET_JSON_FIELDS.includes(name)) throw unknownField(name, PACKET_JSON_FIELDS);
    if (field !== null) json.set(name, field);
  }
  const dst = readAddressField(json, 'dst');
  if (dst === undefined) throw new TypeError('dst: every packet has one');
  return makePacket({
    ...readNumbers(json, accounts),
    iif: readText(json, 'iif'),
    oif: readText(json, 'oif'),
    src: readAddressField(json, 'src'),
    dst,
    protocol: readProtocol(json.get('protocol'), dst),
    tcpFlags: readFlags(json.get('tcpFlags')),
  });
}

/**
 * Writes a packet as JSON, without the fields that have their default; {@link parsePacketJson} gives it again.
 *
 * @example
 * ```ts
 * import { printPacketJson, udp } from 'nexthop';
 * printPacketJson(udp({ dst: '192.0.2.1', dport: 53 })).dst; // '192.0.2.1'
 * ```
 */
export function printPacketJson(packet: Packet): PacketJson {
  const { iif, src, dst, oif, protocol } = packet;
  const { tcpFlags, ...numbers } = givenNumbers(packet);
  return {
    ...(iif === undefined ? {} : { iif }),
    ...(src === undefined ? {} : { src: printAddress(src) }),
    dst: printAddress(dst),
    ...(oif === undefined ? {} : { oif }),
    protocol: protocolName(protocol, dst.family) ?? protocol,
    ...numbers,
    ...(tcpFlags === undefined ? {} : { tcpFlags: printTcpFlags(tcpFlags) }),
  };
}

function wrongType(name: string, wanted: string, got: unknown): TypeError {
  return new TypeError(`${name}: ${wanted}, got ${JSON.stringify(got)}`);
}

function readText(json: ReadonlyMap<string, unknown>, name: string): string | undefined {
  const value = json.get(name);
  if (value === undefined) return undefined;
  if (typeof value !== 'string' || value === '') throw wrongType(name, 'a name', value);
  return value;
}

function readAddressField(json: ReadonlyMap<string, unknown>, name: string): Address | undefined {
  const value = json.get(name);
  if (value === undefined) return undefined;
  const address = typeof value === 'string' ? readAddress(value) : undefined;
  if (address === undefined) throw wrongType(name, 'an IPv4 or IPv6 address', value);
  return address;
}

/** The fields that are plain numbers: all but those that may have names. */
function readNumbers(
  json: ReadonlyMap<string, unknown>,
  accounts: Accounts | undefined,
): Partial<Record<NumberField, number>> {
  const numbers: Partial<Record<NumberField, number>> = {};
  for (const name of NUMBER_FIELDS) {
    const value = json.get(name);
    if (name === 'tcpFlags' || value === undefined) continue;
    if (typeof value === 'string' && isAccountKind(name) && accounts !== undefined) {
      numbers[name] = accountNumber(name, value, accounts);
      continue;
    }
    if (typeof value !== 'number') throw wrongType(name, 'a number', value);
    numbers[name] = value;
  }
  return numbers;
}

function readProtocol(value: unknown, dst: Address): number {
  if (value === undefined) throw new TypeError('protocol: every packet has one');
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') throw wrongType('protocol', 'a name or a number', value);
  const number = protocolNumber(value, dst.family);
  if (number !== undefined) return number;
  const known = suggestWord(value, PROTOCOL_NAMES) ?? `known: ${PROTOCOL_NAMES.join(', ')}`;
  throw new TypeError(`protocol: no such name ${JSON.stringify(value)}; ${known}`);
}

function readFlags(value: unknown): number | undefined {
  if (value === undefined || typeof value === 'number') return value;
  const text: unknown = Array.isArray(value) ? value.join(',') || 'none' : value;
  const flags = typeof text === 'string' ? readTcpFlags(text) : undefined;
  if (flags === undefined) throw wrongType('tcpFlags', `a number, ${TCP_FLAGS_TEXT}`, value);
  return flags;
}
