import type { Machine } from '../../../../machine/machine.js';
import type { Link, LinkKind } from '../../../../namespace/link.js';
import type { Namespace } from '../../../../namespace/namespace.js';
import type { Words } from '../../arguments.js';

/** A device that has ports, and one of them. */
export interface PortOf {
  readonly namespace: Namespace;
  readonly master: Link;
  readonly port: Link;
}

/** Returns a device with ports as it is after a change of one of them. @throws Refusal that leaves what was set before it */
export type PortChange = (of: PortOf, left: (soFar: Link) => Machine) => Link;

/** How `ip link set` reads the words of a port: `type bond_slave`. */
export interface PortWords {
  /** The kind of device that it is a port of. */
  readonly master: LinkKind;
  readonly usage: string;
  /** Reads the words after the kind. @throws Refusal in the tool's words */
  readonly read: (words: Words, namespace: Namespace) => PortChange;
}
