import { BOUND_NAMES, withinBounds, type Bounds } from '../bound.js';
import { checkFieldNames, type FieldNames } from '../field-names.js';
import type { Packet } from '../packet/packet.js';
import type { Describe } from './describe.js';
import { explainJourney, type ExplainedJourney } from './explain-journey.js';
import { explainPacket } from './explain-packet.js';
import type { Host } from './host.js';
import { acceptedMissing, carryMissing } from './incomplete-host-error.js';
import type { Explained } from './sent.js';
import { notifyWatch } from './watch-packets.js';

/** What an explanation may take, and how far it goes. */
export interface ExplainOptions extends Bounds {
  /** The packet is followed to its end through all namespaces, with all that it causes: the explanation has its journey, and the steps of each walk. */
  readonly follow?: boolean;
}

const NAMES: FieldNames<ExplainOptions> = { ...BOUND_NAMES, follow: true };

/** An explanation of all of a packet's way. */
export type ExplainedToEnd = Explained & ExplainedJourney;

/** Explains what becomes of a packet on a host, and beyond where that is asked for. */
export function explainOn(
  host: Host,
  describe: Describe,
  packet: Packet,
  options: ExplainOptions = {},
): Explained {
  checkFieldNames(options, NAMES);
  const { follow = false, ...bounds } = options;
  const missing = acceptedMissing(host.machine);
  notifyWatch(host, packet);
  const { outcome, ...explanation } = withinBounds(bounds, 'packets', 'the packet', () =>
    explainPacket(host.namespace, describe, packet),
  );
  const followed = follow ? explainJourney(host, packet, bounds) : {};
  const whole = Object.freeze(carryMissing(outcome, missing));
  const explained = { ...explanation, outcome: whole, ...followed, host };
  return Object.freeze(Object.defineProperty(explained, 'host', { enumerable: false }));
}
