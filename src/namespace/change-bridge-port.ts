import type { ErrnoName } from '../errno.js';
import { entriesOf } from './bridge-entries.js';
import type { BridgePort, BridgePortFlags, BridgePortOption } from './link-kind/bridge.js';
import type { Link } from './link.js';
import type { Namespace } from './namespace.js';

/** What is to become of a port of a bridge. */
export interface BridgePortChange {
  readonly flags: Partial<BridgePortFlags>;
  readonly options: { readonly [option in BridgePortOption]?: number | undefined };
  /** What was learned by it is to be forgotten. */
  readonly flush: boolean;
  /** Addresses are to be learned of those that may not send. */
  readonly mab: boolean;
}

/** A bridge whose port was changed as far as the kernel did, and why it stopped there. */
export interface ChangedBridge {
  readonly bridge: Link;
  readonly stopped?: { readonly errno: ErrnoName } | { readonly text: string };
}

/** The numbers of a port, in the order in which the kernel sets them, with what it refuses. Source: `br_setport`. */
const OPTIONS: readonly (readonly [BridgePortOption, (value: number) => ErrnoName | undefined])[] =
  [
    ['cost', (value) => (value < 1 || value > 65535 ? 'ERANGE' : undefined)],
    ['priority', (value) => (value > 63 ? 'ERANGE' : undefined)],
    ['mcast_router', (value) => (value > 3 ? 'EINVAL' : undefined)],
    ['mcast_max_groups', () => undefined],
    // Frames of flow control are never passed on.
    ['group_fwd_mask', (value) => ((value & 2) === 0 ? undefined : 'EINVAL')],
  ];

/** Changes a port of a bridge: what it does with frames first, and then one number after the other. Source: `br_setport`. */
export function changeBridgePort(
  namespace: Namespace,
  bridge: Link,
  index: number,
  { flags, options, flush, mab }: BridgePortChange,
): ChangedBridge {
  if (mab) return { bridge, stopped: { text: MAB_UNLOCKED } };
  let after = withBridgePort(bridge, index, (port) => ({
    ...port,
    flags: { ...port.flags, ...flags },
  }));
  for (const [option, check] of OPTIONS) {
    if (option === 'mcast_router' && flush) after = flushed(namespace, after, index);
    const value = options[option];
    if (value === undefined) continue;
    const errno = check(value);
    if (errno !== undefined) return { bridge: after, stopped: { errno } };
    after = withBridgePort(after, index, (port) => ({
      ...port,
      options: { ...port.options, [option]: value },
    }));
  }
  return { bridge: after };
}

const MAB_UNLOCKED = 'Bridge port must be locked and have learning enabled when MAB is enabled';

/** The bridge with another port in the place of one; as it is when that is no port of it. */
export function withBridgePort(
  bridge: Link,
  index: number,
  by: (port: BridgePort) => BridgePort,
): Link {
  const { settings } = bridge;
  if (settings.kind !== 'bridge') return bridge;
  const ports = settings.ports.map((port) => (port.index === index ? by(port) : port));
  return { ...bridge, settings: { ...settings, ports } };
}

/** Without what frames alone keep. Source: `br_fdb_delete_by_port`. */
function flushed(namespace: Namespace, bridge: Link, index: number): Link {
  const { settings } = bridge;
  if (settings.kind !== 'bridge') return bridge;
  const lost = new Set(
    entriesOf(namespace, bridge)
      .filter(({ port, state }) => port === index && state === 'dynamic')
      .map(({ lladdr }) => lladdr),
  );
  const entries = settings.entries.filter(({ lladdr }) => !lost.has(lladdr));
  return { ...bridge, settings: { ...settings, entries } };
}
