import type { Address } from '../address/address.js';

/**
 * One packet, before the path: sent by a local socket (no `iif`) or arriving on a device (`iif`).
 *
 * Devices are named as the host names them. Every number is an unsigned integer; a protocol without ports has both 0.
 */
export interface Packet {
  /** Device of arrival; undefined when locally generated. */
  readonly iif: string | undefined;
  /** Source; undefined when the socket isn't bound to an address and the kernel selects one. Received packets have one. */
  readonly src: Address | undefined;
  readonly dst: Address;
  /** IP protocol number. */
  readonly protocol: number;
  /** Source port; undefined when the socket isn't bound to a port and the kernel picks one. */
  readonly sport: number | undefined;
  readonly dport: number;
  /** SO_MARK of the socket, or the mark with which the packet arrives; 0 when none. */
  readonly mark: number;
  /** TOS byte or traffic class, ECN bits included. */
  readonly tos: number;
  /** TTL or hop limit; 0 from a local socket that leaves it to the host. */
  readonly ttl: number;
  /** Owner of the sending socket. */
  readonly uid: number;
  /** Group of the sending socket. */
  readonly gid: number;
  /** Device that the socket is bound to (SO_BINDTODEVICE); undefined when none. */
  readonly oif: string | undefined;
  /** Total length of the IP packet in bytes, header included. */
  readonly length: number;
  /** TCP flags byte: FIN 1, SYN 2, RST 4, PSH 8, ACK 16, URG 32, ECE 64, CWR 128. */
  readonly tcpFlags: number;
  readonly icmpType: number;
  readonly icmpCode: number;
  /** Identifier of an ICMP request, such as that of ping, and of its reply; 0 for others. */
  readonly icmpId: number;
}
