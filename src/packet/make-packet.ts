import { parseAddress } from '../address/address-text.js';
import { addressFromWords, type Address } from '../address/address.js';
import { checkFieldNames, type FieldNames } from '../field-names.js';
import type { Packet } from './packet.js';
import {
  carries,
  CARRIED_BY_SOME,
  lacksText,
  PACKET_NUMBER_MAX,
  PACKET_NUMBER_NAMES,
  packetNumbers,
} from './packet-number.js';
import { hasPorts, isIcmp, isTcp, PROTOCOL } from './protocol.js';

/**
 * Port that the kernel picks for a socket which isn't bound to one, as far as the simulation goes: any free port will do there. Once a
 * tracked connection has it, the next such socket gets the one after it.
 *
 * @example
 * ```ts
 * import { EPHEMERAL_PORT, Host, udp } from 'nexthop';
 * const host = Host.fromCommands([
 *   'ip link add eth0 type dummy',
 *   'ip link set eth0 up',
 *   'ip addr add 192.168.1.23/24 dev eth0',
 *   'ip route add default via 192.168.1.1',
 * ]);
 * host.send(udp({ dst: '203.0.113.9', dport: 53 })).sport === EPHEMERAL_PORT; // true
 * ```
 */
export const EPHEMERAL_PORT = 40000;

/** What a packet is made from. All but `dst` and `protocol` have a default. */
export interface PacketFields {
  /** Destination: an address or its text. */
  readonly dst: Address | string;
  /** Source; left out for a local socket that isn't bound to an address. */
  readonly src?: Address | string | undefined;
  /** Name of the device of arrival; left out for locally generated packets. */
  readonly iif?: string | undefined;
  /** IP protocol number, 0..255. */
  readonly protocol: number;
  /** Source port; left out for a local socket that isn't bound to a port. */
  readonly sport?: number | undefined;
  /** Destination port; 0 by default. */
  readonly dport?: number | undefined;
  /** SO_MARK of the local socket, or the mark with which a packet arrives (tc can set one); 0 by default. */
  readonly mark?: number | undefined;
  /** TOS byte or traffic class; 0 by default. */
  readonly tos?: number | undefined;
  /** TTL or hop limit; by default 64, or for a local socket what the host gives it. */
  readonly ttl?: number | undefined;
  /** Owner of the local socket; 0 (root) by default. */
  readonly uid?: number | undefined;
  /** Group of the local socket; 0 by default. */
  readonly gid?: number | undefined;
  /** Name of the device that the local socket is bound to. */
  readonly oif?: string | undefined;
  /** Total length in bytes; by default that of a TCP SYN as Linux sends it, or of 8 bytes of payload. */
  readonly length?: number | undefined;
  /** TCP flags byte; SYN (2) by default. */
  readonly tcpFlags?: number | undefined;
  /** ICMP type; echo request by default. */
  readonly icmpType?: number | undefined;
  /** ICMP code; 0 by default. */
  readonly icmpCode?: number | undefined;
  /** ICMP identifier; 0 by default. */
  readonly icmpId?: number | undefined;
}

const NAMES: FieldNames<PacketFields> = {
  iif: true,
  oif: true,
  src: true,
  dst: true,
  ...packetNumbers(() => true),
};

/** A packet's fields without its protocol: what {@link tcp}, {@link udp} and {@link icmp} take. */
export type ProtocolPacketFields = Omit<PacketFields, 'protocol'>;

/**
 * Makes a packet.
 *
 * @throws TypeError when a field is none of a packet; the message has the nearest one
 * @throws RangeError when a field is out of range or fields contradict each other; the message names them
 * @throws ParseError when an address is wrong
 *
 * @example
 * ```ts
 * import { makePacket } from 'nexthop';
 * makePacket({ dst: '192.0.2.1', protocol: 47 }).length; // 28
 * ```
 */
export function makePacket(fields: PacketFields): Packet {
  checkFieldNames(fields, NAMES);
  const dst = asAddress(fields.dst);
  const src = fields.src === undefined ? undefined : asAddress(fields.src);
  const packet: Packet = {
    iif: fields.iif,
    oif: fields.oif,
    src,
    dst,
    protocol: fields.protocol,
    sport: fields.sport ?? (fields.iif === undefined ? undefined : defaultPort(fields.protocol)),
    dport: fields.dport ?? 0,
    mark: fields.mark ?? 0,
    tos: fields.tos ?? 0,
    ttl: fields.ttl ?? (fields.iif === undefined ? 0 : 64),
    uid: fields.uid ?? 0,
    gid: fields.gid ?? 0,
    length: fields.length ?? defaultLength(dst, fields.protocol),
    tcpFlags: isTcp(fields.protocol) ? (fields.tcpFlags ?? 2) : 0,
    icmpType: isIcmp(fields.protocol) ? (fields.icmpType ?? echoRequest(fields.protocol)) : 0,
    icmpCode: isIcmp(fields.protocol) ? (fields.icmpCode ?? 0) : 0,
    icmpId: isIcmp(fields.protocol) ? (fields.icmpId ?? 0) : 0,
  };
  check(packet, fields);
  return Object.freeze(packet);
}

/**
 * Makes a TCP packet: a SYN unless `tcpFlags` says otherwise. Errors as {@link makePacket}.
 *
 * @example
 * ```ts
 * import { tcp } from 'nexthop';
 * tcp({ dst: '192.0.2.1', dport: 25 }).tcpFlags; // 2
 * ```
 */
export function tcp(fields: ProtocolPacketFields): Packet {
  return makePacket({ ...fields, protocol: PROTOCOL.tcp });
}

/**
 * Makes a UDP packet. Errors as {@link makePacket}.
 *
 * @example
 * ```ts
 * import { udp } from 'nexthop';
 * udp({ dst: '192.0.2.1', dport: 53 }).protocol; // 17
 * ```
 */
export function udp(fields: ProtocolPacketFields): Packet {
  return makePacket({ ...fields, protocol: PROTOCOL.udp });
}

/**
 * Makes an ICMP packet, or an ICMPv6 one for an IPv6 destination: an echo request unless `icmpType` says otherwise. Errors as {@link makePacket}.
 *
 * @example
 * ```ts
 * import { icmp } from 'nexthop';
 * icmp({ dst: '2001:db8::1' }).icmpType; // 128
 * ```
 */
export function icmp(fields: ProtocolPacketFields): Packet {
  const protocol = asAddress(fields.dst).family === 4 ? PROTOCOL.icmp : PROTOCOL.icmpv6;
  return makePacket({ ...fields, protocol });
}

function asAddress(address: Address | string): Address {
  if (typeof address === 'string') return parseAddress(address);
  // One that can be changed is the caller's own: the packet has a copy.
  const isFixed = Object.isFrozen(address) && Object.isFrozen(address.words);
  return isFixed ? address : addressFromWords(address.family, address.words);
}

function defaultPort(protocol: number): number {
  return hasPorts(protocol) ? EPHEMERAL_PORT : 0;
}

function echoRequest(protocol: number): number {
  return protocol === PROTOCOL.icmp ? 8 : 128;
}

/** A TCP SYN carries 40 bytes of header with its options; the rest is 8 bytes of header and 8 of payload, or payload alone. */
function defaultLength(dst: Address, protocol: number): number {
  const ipHeader = dst.family === 4 ? 20 : 40;
  if (protocol === PROTOCOL.tcp) return ipHeader + 40;
  return ipHeader + (hasPorts(protocol) || isIcmp(protocol) ? 16 : 8);
}

function check(packet: Packet, given: PacketFields): void {
  for (const name of PACKET_NUMBER_NAMES) {
    const max = PACKET_NUMBER_MAX[name];
    const value = packet[name];
    if (value !== undefined && (!Number.isInteger(value) || value < 0 || value > max)) {
      throw new RangeError(`${name}: 0..${max}, got ${value}`);
    }
  }
  if (packet.src !== undefined && packet.src.family !== packet.dst.family) {
    throw new RangeError('src and dst: of different address families');
  }
  if (packet.iif !== undefined) {
    if (packet.src === undefined) throw new RangeError('src: a received packet has one');
    if (packet.oif !== undefined) throw new RangeError('oif: only a local socket can be bound');
  }
  if (!hasPorts(packet.protocol) && ((packet.sport ?? 0) !== 0 || packet.dport !== 0)) {
    throw new RangeError(`sport and dport: protocol ${packet.protocol} ${lacksText('sport')}`);
  }
  for (const name of CARRIED_BY_SOME) {
    if (name === 'sport' || name === 'dport') continue;
    if (given[name] !== undefined && !carries(packet.protocol, name)) {
      throw new RangeError(`${name}: protocol ${packet.protocol} ${lacksText(name)}`);
    }
  }
}
