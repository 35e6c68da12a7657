import type { Address } from '../address/address.js';

/** A local socket that waits for packets: a listening TCP socket, or a UDP socket that is bound to a port. */
export interface Listener {
  /** IP protocol number: TCP or UDP. */
  readonly protocol: number;
  /** 1..65535. */
  readonly port: number;
  /** The own address that it is bound to; undefined for all of both families. */
  readonly address: Address | undefined;
  /** It takes packets to any address (IP_TRANSPARENT). */
  readonly transparent: boolean;
  /** A UDP socket that sends a datagram back for each that it gets; it doesn't when left out. */
  readonly answers?: boolean;
}
