import { BROADCAST_LLADDR } from '../../address/lladdr.js';
import { entriesOf } from '../../namespace/bridge-entries.js';
import { flagsOf, forwards } from '../../namespace/bridge-ports.js';
import { lladdrKey } from '../../namespace/lladdr-key.js';
import type { BridgeEntry } from '../../namespace/link-kind/bridge.js';
import type { Link } from '../../namespace/link.js';
import { existingLink, linkByIndex, type Namespace } from '../../namespace/namespace.js';
import { isForMany, type FrameHeader } from './move.js';

/** A frame that a bridge has, by one of its ports or from its host. */
export interface Held {
  readonly namespace: Namespace;
  readonly bridge: Link;
  readonly port: Link | undefined;
  readonly header: FrameHeader;
}

/** Where a bridge has a frame go: to its host, by ports, or nowhere. */
export type Onward =
  | { readonly kind: 'host'; readonly entry: BridgeEntry }
  | {
      readonly kind: 'ports';
      readonly ports: readonly Link[];
      /** The entry by which it goes; undefined where none was given. */
      readonly entry: BridgeEntry | undefined;
    }
  | { readonly kind: 'lost'; readonly at: string };

/** The entry of a bridge for a link-layer address; undefined when there is none. Source: `br_fdb_find_rcu`. */
export function entryFor({ namespace, bridge }: Held, lladdr: string): BridgeEntry | undefined {
  return entriesOf(namespace, bridge).find((entry) => entry.lladdr === lladdr);
}

/**
 * A bridge decides by its entries where a frame for one host goes, whether a port has learned the address or an entry was given. A frame from a port is for the
 * bridge's host where its entry is `permanent`. A frame for an unknown address, or for many, goes by all ports that flood such frames.
 * Source: `br_handle_frame_finish`, `br_dev_xmit`, `br_forward`, `br_flood`.
 *
 * @param hasLearned - whether a port has seen that the address is behind it
 */
export function onward(held: Held, hasLearned: (port: Link) => boolean): Onward {
  const { namespace, port, header } = held;
  const { to } = header;
  if (isForMany(to) || to === null) return flooded(held);
  const entry = entryFor(held, to);
  if (entry !== undefined) {
    if (entry.state === 'permanent' && port !== undefined) return { kind: 'host', entry };
    const leaving = entry.port === undefined ? undefined : linkByIndex(namespace, entry.port);
    if (leaving === undefined) return { kind: 'lost', at: `bridge fdb entry ${to}` };
    return by(held, leaving, entry);
  }
  const known = learnedPort(held, to, hasLearned);
  return known === undefined ? flooded(held) : by(held, known, undefined);
}

/**
 * The port that has learned an address; of several behind which it is, the one that had a frame of it last, if that is known.
 *
 * @param hasLearned - whether a port has seen that the address is behind it
 */
export function learnedPort(
  held: Pick<Held, 'namespace' | 'bridge'>,
  lladdr: string,
  hasLearned: (port: Link) => boolean,
): Link | undefined {
  const { namespace, bridge } = held;
  const last = namespace.traffic.roamed.get(lladdrKey(bridge.index, lladdr));
  const learning = newestFirst(held).filter(
    (one) => forwards(bridge, one) && flagsOf(namespace, one).learning,
  );
  return learning.find((one) => one.index === last && hasLearned(one)) ?? learning.find(hasLearned);
}

function by(held: Held, port: Link, entry: BridgeEntry | undefined): Onward {
  const why = whyNot(held, port);
  return why === undefined ? { kind: 'ports', ports: [port], entry } : { kind: 'lost', at: why };
}

function flooded(held: Held): Onward {
  const { header, port } = held;
  const ports = newestFirst(held).filter(
    (one) => floods(held, one) && whyNot(held, one) === undefined,
  );
  if (ports.length > 0 || isForMany(header.to)) return { kind: 'ports', ports, entry: undefined };
  const at = port === undefined ? 'bridge without a port' : 'bridge without another port';
  return { kind: 'lost', at };
}

/** The ports of a bridge in its own order. Source: `br_add_if`. */
function newestFirst({
  namespace,
  bridge: { settings },
}: Pick<Held, 'namespace' | 'bridge'>): readonly Link[] {
  if (settings.kind !== 'bridge') return [];
  return settings.ports.map(({ index }) => existingLink(namespace, index)).toReversed();
}

/** Reports whether a port sends frames for unknown addresses, or for many; those for many from the host it always sends. */
function floods({ namespace, port, header: { to } }: Held, one: Link): boolean {
  const flags = flagsOf(namespace, one);
  if (!isForMany(to)) return flags.flood;
  if (port === undefined || to === null) return true;
  return to === BROADCAST_LLADDR ? flags.bcast_flood : flags.mcast_flood;
}

/** Why a frame doesn't leave by a port; undefined when it does. Source: `should_deliver`. */
function whyNot({ namespace, bridge, port }: Held, { index, name }: Link): string | undefined {
  const link = existingLink(namespace, index);
  if (!forwards(bridge, link)) return `bridge port ${name}, which is down`;
  if (port === undefined) return undefined;
  const flags = flagsOf(namespace, link);
  if (port.index === index && !flags.hairpin) return 'bridge port by which it came';
  const isolated = flags.isolated && flagsOf(namespace, port).isolated;
  return isolated ? `bridge port ${name}, which is isolated as ${port.name} is` : undefined;
}
