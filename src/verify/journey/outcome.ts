import type { Address } from '../../address/address.js';
import type { Machine } from '../../machine/machine.js';
import type { Link } from '../../namespace/link.js';
import type { Diagram, Node } from '../engine/diagram.js';
import type { Registers } from '../packets/packet-space.js';
import type { Crossing, JourneyEnd, Leg } from './leg.js';

/** What becomes of packets, where it is noted. */
export interface Outcome {
  readonly diagram: Diagram;
  readonly machine: Machine;
  enter(leg: Leg): void;
  end(end: JourneyEnd): void;
  cross(crossing: Crossing): void;
  /** They are not followed any further. */
  stop(packets: Node, what: string): void;
}

/** The part of them that goes to one next hop by one device. */
export interface Part {
  readonly leg: Leg;
  readonly registers: Registers;
  readonly packets: Node;
  readonly link: Link;
  readonly gateway: Address | undefined;
}
