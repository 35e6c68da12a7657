import type { Origin } from '../evaluate/send-packet.js';
import type { Packet } from '../packet/packet.js';
import type { Cause } from './hop.js';

/** A packet on its journey, where it enters a namespace: with an `iif` it arrives there, else it is made there. */
export interface Traveller extends Origin {
  /** Name of the namespace. */
  readonly namespace: string;
  readonly packet: Packet;
  readonly cause: Cause;
  /** Which packet goes on here; undefined for one that begins. */
  readonly number: number | undefined;
  /** Its source may be an address that the host doesn't have. */
  readonly foreign?: boolean;
  /** The packet within it, of a tunnel. */
  readonly inner?: Packet;
}
