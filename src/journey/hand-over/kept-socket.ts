import type { Origin } from '../../evaluate/send-packet.js';
import type { Packet } from '../../packet/packet.js';
import type { Traveller } from '../traveller.js';

/** What a packet that a device sends on, or puts into another one, has of its sender's socket. */
type Kept = Pick<Origin, 'socketless' | 'kernelSocket'>;

/** @param keeps - false where it is lost: what crosses into another namespace, and what is forwarded, has none. Source: `skb_scrub_packet`, `skb_orphan` */
export function keptSocket({ socketless, kernelSocket }: Traveller, keeps: boolean): Kept {
  return {
    socketless: !keeps || socketless === true,
    kernelSocket: keeps && kernelSocket === true,
  };
}

/** The owner of that socket, of a packet around the one that it sent. */
export function keptOwner(
  { socketless }: Kept,
  { uid, gid }: Packet,
): Partial<Pick<Packet, 'uid' | 'gid'>> {
  return socketless === true ? {} : { uid, gid };
}
