/** A local socket that waits for packets: a listening TCP socket, or a UDP socket that is bound to a port. */
export interface Listener {
  /** IP protocol number: TCP or UDP. */
  readonly protocol: number;
  /** 1..65535. */
  readonly port: number;
  /** It takes packets to any address (IP_TRANSPARENT). */
  readonly transparent: boolean;
}
