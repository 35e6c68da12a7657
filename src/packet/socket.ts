import { EPHEMERAL_PORT } from './make-packet.js';
import { hasPorts, PROTOCOL } from './protocol.js';

/** The TOS byte of a packet from a local socket: a stream socket can't set the ECN bits. Source: `__ip_sock_set_tos`. */
export function socketTos(protocol: number, tos: number): number {
  return protocol === PROTOCOL.tcp ? tos & 0xfc : tos;
}

/** The source port of a packet from a local socket: the kernel picks one for a socket that is bound to none, or to port 0. Source: bind(2). */
export function socketPort(protocol: number, bound: number): number {
  return bound === 0 && hasPorts(protocol) ? EPHEMERAL_PORT : bound;
}
