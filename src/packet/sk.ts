/**
 * What is known of the socket that a packet is for, as bits of the register `sk`: that there is one, that it is bound to no address of its own,
 * that it takes packets to any address, and that it was given the packet before the packet came to it. 0: none is known.
 */
export const SK = { found: 1, wildcard: 2, transparent: 4, given: 8 } as const;
