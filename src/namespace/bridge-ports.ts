import { NEW_PORT_FLAGS, type BridgePortFlags } from './link-kind/bridge.js';
import type { Link } from './link.js';
import { linkByIndex, type Namespace } from './namespace.js';

/** What a port of a bridge does with frames. */
export function flagsOf(namespace: Namespace, { index, master }: Link): BridgePortFlags {
  const settings = master === undefined ? undefined : linkByIndex(namespace, master)?.settings;
  if (settings?.kind !== 'bridge') return NEW_PORT_FLAGS;
  return settings.ports.find((port) => port.index === index)?.flags ?? NEW_PORT_FLAGS;
}
