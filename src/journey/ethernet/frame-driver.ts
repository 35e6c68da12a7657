import type { Address } from '../../address/address.js';
import type { Machine } from '../../machine/machine.js';
import type { PlacedLink } from './lying-on.js';
import type { FrameHeader, Move } from './move.js';

/** A frame that a device is to send. */
export interface Sent extends PlacedLink {
  readonly header: FrameHeader;
  /** Of the packet in it; undefined for one that asks who is there. */
  readonly target: Address | undefined;
}

/** What the driver of a kind of device does with a frame. Source: `ndo_start_xmit`. */
export type Sends = (machine: Machine, sent: Sent) => readonly Move[];
