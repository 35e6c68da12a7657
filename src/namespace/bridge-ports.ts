import {
  NEW_PORT_FLAGS,
  NEW_PORT_OPTIONS,
  type BridgePort,
  type BridgePortFlags,
} from './link-kind/bridge.js';
import type { Link } from './link.js';
import { masterOf, type Namespace } from './namespace.js';

/** The bridge that a device is a port of; undefined when it is a port of something else, or of nothing. */
export function bridgeOf(namespace: Namespace, port: Pick<Link, 'master'>): Link | undefined {
  const master = masterOf(namespace, port);
  return master?.kind === 'bridge' ? master : undefined;
}

/** Reports whether a bridge sends frames by a port and takes them: without spanning trees a port that works forwards at once. Source: `br_make_forwarding`. */
export function forwards(bridge: Link, port: Link): boolean {
  return bridge.up && port.up && port.carrier;
}

/** What a port of a bridge does with frames; of a device that is none, what a new port does. */
export function flagsOf(namespace: Namespace, port: Link): BridgePortFlags {
  return knownPort(namespace, port)?.flags ?? NEW_PORT_FLAGS;
}

/** The numbers of a port of a bridge; of a device that is none, those of a new port. */
export function portOptionsOf(namespace: Namespace, port: Link): BridgePort['options'] {
  return knownPort(namespace, port)?.options ?? NEW_PORT_OPTIONS;
}

/** What a bridge knows of a port; undefined for a device that is a port of none. */
export function knownPort(namespace: Namespace, { index, master }: Link): BridgePort | undefined {
  const settings = bridgeOf(namespace, { master })?.settings;
  return settings?.kind === 'bridge'
    ? settings.ports.find((port) => port.index === index)
    : undefined;
}
