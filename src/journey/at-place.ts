import type { Traveller } from './traveller.js';

/**
 * A packet as it is once it has come into a namespace. Its mark and its connection end where another namespace begins; in the same one the mark stays.
 * Source: `skb_scrub_packet`.
 */
export function atPlace(traveller: Traveller, namespace: string): Traveller {
  const { packet, cause, number, quote, quoteUnread } = traveller;
  const { inner, sealed, wrapped, lost, betterNexthop } = traveller;
  const mark = traveller.namespace === namespace ? packet.mark : 0;
  return {
    namespace,
    packet: { ...packet, mark, oif: undefined, uid: 0, gid: 0 },
    cause,
    number,
    quote,
    ...(quoteUnread === undefined ? {} : { quoteUnread }),
    ...(inner === undefined ? {} : { inner }),
    ...(betterNexthop === undefined ? {} : { betterNexthop }),
    ...(lost === undefined ? {} : { lost }),
    ...(sealed === undefined ? {} : { sealed }),
    ...(wrapped === undefined ? {} : { wrapped }),
  };
}
