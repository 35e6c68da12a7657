import type { Machine } from '../machine/machine.js';
import type { Packet } from '../packet/packet.js';
import { Driver, type WatchWalk } from './driver.js';
import type { Hop } from './hop.js';
import { keptAlive } from './kept-alive.js';
import { Sender, type SenderFate } from './sender.js';

/** What became of a packet and of all that came of it, to the end. */
export interface Journey {
  /** What happened, in order. */
  readonly journey: readonly Hop[];
  /** What the sending socket has learned. */
  readonly sender: SenderFate;
  /** The bound came before the end: packets were still under way. */
  readonly cut?: true;
}

/** How far a journey is followed. */
export interface JourneyOptions {
  /** How many walks through a namespace there may be, of all packets together, and how often bridges may send frames on; 4096 by default. */
  readonly most?: number;
  readonly watch?: WatchWalk;
}

const MOST = 4096;

/**
 * Sends a packet in a namespace of a machine, and follows it, and what it causes, to the end.
 *
 * @throws RangeError when the packet names a device that the namespace doesn't have
 */
export function runJourney(
  machine: Machine,
  namespace: string,
  packet: Packet,
  { most = MOST, watch }: JourneyOptions = {},
): { readonly journey: Journey; readonly machine: Machine } {
  const sender = new Sender(namespace, packet);
  const driver = new Driver(keptAlive(machine), sender, most, watch);
  driver.enter({ namespace, packet, cause: 'sent', number: undefined });
  const ended = driver.run();
  const journey = { journey: Object.freeze(driver.hops), sender: sender.fate };
  return {
    journey: Object.freeze(ended ? journey : { ...journey, cut: true }),
    machine: driver.machine,
  };
}
