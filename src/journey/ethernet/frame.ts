import type { Link, LinkPlace } from '../../namespace/link.js';
import { existingLink } from '../../namespace/namespace.js';
import type { Network } from '../network.js';
import type { Traveller } from '../traveller.js';

/** An Ethernet frame with a packet in it. */
export interface Frame {
  readonly traveller: Traveller;
  /** Link-layer address that it is for; null on a link without them. */
  readonly to: string | null;
}

/** Reports whether a frame is for more than one host: the lowest bit of the first byte. Source: `is_multicast_ether_addr`. */
export function isForMany(to: string): boolean {
  return (Number.parseInt(to.slice(0, 2), 16) & 1) === 1;
}

/** A frame leaves a device onto the wire: the other end of a veth has it. Source: `veth_xmit`. */
export function sendFrame(network: Network, link: Link, frame: Frame): void {
  if (link.peer === undefined) return;
  network.receiveFrame(link.peer, frame);
}

/**
 * A packet as it is once it has come into a namespace. Its mark and its connection end where another namespace begins; in the same one the mark stays.
 * Source: `skb_scrub_packet`.
 */
export function atPlace(traveller: Traveller, namespace: string): Traveller {
  const { packet, cause, number, quote, inner, sealed, wrapped, betterNexthop } = traveller;
  const mark = traveller.namespace === namespace ? packet.mark : 0;
  return {
    namespace,
    packet: { ...packet, mark, oif: undefined, uid: 0, gid: 0 },
    cause,
    number,
    quote,
    ...(inner === undefined ? {} : { inner }),
    ...(betterNexthop === undefined ? {} : { betterNexthop }),
    ...(sealed === undefined ? {} : { sealed }),
    ...(wrapped === undefined ? {} : { wrapped }),
  };
}

/** A packet arrives by a device. */
export function arrive(network: Network, place: LinkPlace, traveller: Traveller): void {
  const iif = existingLink(network.namespace(place.namespace), place.index).name;
  const here = atPlace(traveller, place.namespace);
  network.enter({ ...here, packet: { ...here.packet, iif } });
}
