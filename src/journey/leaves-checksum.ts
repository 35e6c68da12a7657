import { PROTOCOL } from '../packet/protocol.js';
import { TCP_FLAG } from '../packet/tcp-flags.js';
import type { Traveller } from './traveller.js';

const { SYN, RST } = TCP_FLAG;

/**
 * Whether what sends a packet leaves its checksum to the device: sockets do, and so does the kernel where it answers for TCP, but for resets of IPv4. Segments that
 * are no SYN come from raw sockets, which don't. Source: `CHECKSUM_PARTIAL`, `tcp_v6_send_response`, `ip_send_unicast_reply`.
 */
export function leavesChecksum({ packet, cause }: Traveller): boolean {
  const { protocol, tcpFlags, dst } = packet;
  if (protocol !== PROTOCOL.tcp) return protocol === PROTOCOL.udp;
  return cause === 'reply' ? dst.family === 6 || (tcpFlags & RST) === 0 : tcpFlags === SYN;
}
