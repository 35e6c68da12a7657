import { NO_LLADDR } from '../address/lladdr.js';
import { settleBonds, settleTeams } from './bond.js';
import { changeSettings, setCarrier } from './link-events.js';
import type { Link } from './link.js';
import { settleEntries } from './bridge-entries.js';
import { numberPorts } from './link-kind/bridge.js';
import { setMtu } from './mtu.js';
import { existingLink, withLink, type Namespace } from './namespace.js';

const ETHERNET_MTU = 1500;

/** The ports of a bridge, in the order of their ifindex. */
export function portsOf(namespace: Namespace, bridge: number): readonly Link[] {
  return namespace.links.filter(({ master }) => master === bridge).toArray();
}

/** Makes a device a port of a bridge; it leaves the one that it was a port of. Source: `do_set_master`, `br_add_if`. */
export function enslave(namespace: Namespace, index: number, bridge: number): Namespace {
  if (existingLink(namespace, index).master === bridge) return namespace;
  const free = release(namespace, index);
  const port = { ...existingLink(free, index), master: bridge };
  return settleBridge(withLink(free, port), bridge);
}

/** Makes a device no port any more; nothing when it is none. Source: `br_del_if`. */
export function release(namespace: Namespace, index: number): Namespace {
  const { master, ...link } = existingLink(namespace, index);
  if (master === undefined) return namespace;
  const left = withLink(namespace, { ...link, master: undefined });
  return existingLink(namespace, master).kind === 'bridge' ? settleBridge(left, master) : left;
}

/** What goes before a device does: it is no port, and has none. Source: `br_dev_delete`. */
export function releaseAll(namespace: Namespace, index: number): Namespace {
  const released = portsOf(namespace, index).reduce(
    (before, port) => withLink(before, { ...port, master: undefined }),
    release(namespace, index),
  );
  return withLink(released, withNumbers(existingLink(released, index), []));
}

/** Has every bridge, bond and team follow what became of its ports. A bridge without ports stays as it is. */
export function settleBridges(namespace: Namespace): Namespace {
  const bonded = settleTeams(settleBonds(namespace));
  return bonded.links
    .filter(({ kind, index }) => kind === 'bridge' && portsOf(bonded, index).length > 0)
    .reduce((before, { index }) => settleBridge(before, index), bonded);
}

/**
 * Has a bridge follow its ports: it has a carrier when it is up and so is one of them, the lowest of their link-layer addresses and the
 * smallest of their MTUs, unless it was given its own. Without the spanning tree protocol a port forwards at once.
 * Source: `br_port_state_selection`, `br_stp_recalculate_bridge_id`, `br_mtu_auto_adjust`.
 */
export function settleBridge(namespace: Namespace, index: number): Namespace {
  const bridge = existingLink(namespace, index);
  const ports = portsOf(namespace, index);
  const carrier = bridge.up && ports.some((port) => port.up && port.carrier);
  const lowest = ports.map(({ lladdr }) => lladdr).toSorted()[0] ?? NO_LLADDR;
  const lladdr = bridge.ownLladdr ? bridge.lladdr : lowest;
  const smallest = ports.length === 0 ? ETHERNET_MTU : Math.min(...ports.map((p) => p.mtuBytes));
  const mtuBytes = bridge.ownMtu ? bridge.mtuBytes : smallest;
  const resized = mtuBytes === bridge.mtuBytes ? namespace : setMtu(namespace, index, mtuBytes);
  const addressed = lladdr === bridge.lladdr ? resized : changeSettings(resized, index, { lladdr });
  const known = { ...existingLink(addressed, index), carrierKnown: true };
  const numbered = withLink(addressed, withNumbers(known, ports));
  return settleEntries(setCarrier(numbered, index, carrier), index);
}

function withNumbers(bridge: Link, ports: readonly Link[]): Link {
  const { settings } = bridge;
  if (settings.kind !== 'bridge') return bridge;
  const numbered = numberPorts(
    settings.ports,
    ports.map(({ index }) => index),
  );
  const hadPorts = settings.hadPorts || ports.length > 0;
  return { ...bridge, settings: { ...settings, ports: numbered, hadPorts } };
}
