import { EPHEMERAL_PORT } from './make-packet.js';
import { hasPorts, PROTOCOL } from './protocol.js';
import { TCP_FLAG } from './tcp-flags.js';

/** The TOS byte of a packet from a local socket: a stream socket can't set the ECN bits. Source: `__ip_sock_set_tos`. */
export function socketTos(protocol: number, tos: number): number {
  return protocol === PROTOCOL.tcp ? tos & 0xfc : tos;
}

/**
 * The source port of a packet from a local socket: the kernel picks one for a socket that is bound to none, or to port 0. A later TCP
 * segment is that of the first connection. Source: bind(2).
 *
 * @param free - a port that no connection has
 */
export function socketPort(
  protocol: number,
  bound: number,
  tcpFlags: number,
  free: number,
): number {
  if (bound !== 0 || !hasPorts(protocol)) return bound;
  return protocol === PROTOCOL.tcp && (tcpFlags & SYN_ACK) !== SYN ? EPHEMERAL_PORT : free;
}

/** The flags of the segment by which a socket connects. */
export const SYN = TCP_FLAG.SYN;
const SYN_ACK = TCP_FLAG.SYN | TCP_FLAG.ACK;
