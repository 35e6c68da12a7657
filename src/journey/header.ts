import { printAddress } from '../address/address-text.js';
import { loadAddress, type Registers } from '../evaluate/registers.js';
import type { Family } from '../address/family.js';
import type { Packet } from '../packet/packet.js';
import { hasPorts, PROTOCOL } from '../packet/protocol.js';
import { printTcpFlags } from '../packet/tcp-flags.js';
import { icmpTracking } from '../connection/icmp.js';
import type { HopHeader } from './hop.js';

/** The packet that is in the registers, as the host has made it, with its source known. */
export function packetOf(registers: Readonly<Registers>, family: Family, before: Packet): Packet {
  const { sport, dport, mark, tos, ttl, tcpFlags, icmpType, icmpCode, icmpId, length, protocol } =
    registers;
  return {
    ...before,
    src: loadAddress(registers, 'src', family),
    dst: loadAddress(registers, 'dst', family),
    sport,
    dport,
    mark,
    tos,
    ttl,
    tcpFlags,
    icmpType,
    icmpCode,
    icmpId,
    length,
    protocol,
  };
}

/** What a hop reports of a packet's header. */
export function headerOf(packet: Packet): HopHeader {
  const { src, dst, protocol, sport = 0, dport, tcpFlags, icmpType, icmpCode } = packet;
  const { ttl, tos, mark } = packet;
  return {
    src: src === undefined ? '' : printAddress(src),
    dst: printAddress(dst),
    protocol: nameOf(protocol) ?? protocol,
    ...(hasPorts(protocol) ? { sport, dport } : {}),
    ...(protocol === PROTOCOL.tcp ? { tcpFlags: printTcpFlags(tcpFlags) } : {}),
    ...(icmpTracking(protocol) === undefined ? {} : { icmpType, icmpCode }),
    ttl,
    tos,
    mark,
  };
}

/** Unlike in a question, `icmp` is that of IPv4 here, whatever packet it is in. */
function nameOf(protocol: number): string | undefined {
  return Object.entries(PROTOCOL).find(([, number]) => number === protocol)?.[0];
}
