/**
 * What is known of the socket that a packet is for, as bits of the register `sk`: that there is one, that it is bound to no address of its own,
 * that it takes packets to any address, that it was given the packet before the packet came to it, that it was given it since it listens
 * and not since it has the packet's connection, and that this connection has only begun: its handshake isn't at its end. 0: none is known.
 */
export const SK = {
  found: 1,
  wildcard: 2,
  transparent: 4,
  given: 8,
  listens: 16,
  begun: 32,
} as const;
