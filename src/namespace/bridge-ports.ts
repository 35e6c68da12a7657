import { NEW_PORT_FLAGS, type BridgePortFlags } from './link-kind/bridge.js';
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
  const settings = bridgeOf(namespace, port)?.settings;
  if (settings?.kind !== 'bridge') return NEW_PORT_FLAGS;
  return settings.ports.find(({ index }) => index === port.index)?.flags ?? NEW_PORT_FLAGS;
}
