import { NO_LLADDR } from '../address/lladdr.js';
import { forwards } from './bridge-ports.js';
import { lladdrKey } from './lladdr-key.js';
import type { BridgeEntry, BridgePort, BridgeSettings } from './link-kind/bridge.js';
import type { Link } from './link.js';
import { existingLink, linkByIndex, withLink, type Namespace } from './namespace.js';

/** The entries of a bridge, the newest first, each with the port to which frames have moved it since; none for other devices. */
export function entriesOf(
  { traffic }: Namespace,
  { index, settings }: Link,
): readonly BridgeEntry[] {
  if (settings.kind !== 'bridge') return [];
  const { entries, ports } = settings;
  if (traffic.roamed.size === 0) return entries;
  const moved = (entry: BridgeEntry): BridgeEntry => {
    const port = traffic.roamed.get(lladdrKey(index, entry.lladdr));
    return ports.some((one) => one.index === port) ? { ...entry, port } : entry;
  };
  return entries.map(moved);
}

/** The namespace with other entries of a bridge: what frames have moved is forgotten. */
export function withEntries(
  namespace: Namespace,
  index: number,
  entries: readonly BridgeEntry[],
): Namespace {
  const bridge = existingLink(namespace, index);
  if (bridge.settings.kind !== 'bridge') return namespace;
  const { traffic } = namespace;
  const roamed = traffic.roamed.filter((_, key) => !key.startsWith(lladdrKey(index, '')));
  const settled =
    roamed.size === traffic.roamed.size
      ? namespace
      : namespace.set('traffic', traffic.set('roamed', roamed));
  return withLink(settled, { ...bridge, settings: { ...bridge.settings, entries } });
}

/** What a bridge's entries are settled with. */
interface Settling {
  readonly namespace: Namespace;
  readonly bridge: Link;
  readonly ports: readonly BridgePort[];
}

/**
 * Has the entries of a bridge follow its ports and its own address. The entries of a former port go, and so do the dynamic ones of a port that doesn't work. Each
 * address of a port, and that of the bridge, gets an entry of its own when it is given. Source: `br_fdb_delete_by_port`, `br_fdb_changeaddr`,
 * `br_fdb_change_mac_address`.
 */
export function settleEntries(namespace: Namespace, index: number): Namespace {
  const bridge = existingLink(namespace, index);
  const { settings } = bridge;
  if (settings.kind !== 'bridge') return namespace;
  const { ports } = settings;
  const settling = { namespace, bridge, ports };
  let entries = withoutLost(settling, entriesOf(namespace, bridge));
  const know = (port: BridgePort): BridgePort => {
    const { lladdr } = existingLink(namespace, port.index);
    if (lladdr === port.known) return port;
    entries = withOwn(withoutOwn(settling, entries, port.index), lladdr, port.index);
    return { ...port, known: lladdr };
  };
  const known = ports.map(know);
  if (bridge.lladdr !== settings.known) {
    entries = withOwn(withoutOwn(settling, entries, undefined), bridge.lladdr, undefined);
  }
  const changed = withEntries(namespace, index, entries);
  const after: BridgeSettings = { ...settings, entries, ports: known, known: bridge.lladdr };
  return withLink(changed, { ...bridge, settings: after });
}

/** Without the entries of former ports, and the dynamic ones of ports that don't work. */
function withoutLost(settling: Settling, entries: readonly BridgeEntry[]): readonly BridgeEntry[] {
  const { namespace, bridge, ports } = settling;
  return entries.flatMap((entry) => {
    const { port, state } = entry;
    if (port === undefined) return entry;
    if (!ports.some(({ index }) => index === port)) {
      return state === 'permanent' ? rehomed(settling, entry) : [];
    }
    const link = linkByIndex(namespace, port);
    const works = link !== undefined && forwards(bridge, link);
    return state === 'dynamic' && !works ? [] : entry;
  });
}

/** Without the entry that the bridge made for a former address of a port, or of its own. */
function withoutOwn(
  settling: Settling,
  entries: readonly BridgeEntry[],
  port: number | undefined,
): readonly BridgeEntry[] {
  const { namespace, bridge } = settling;
  const { lladdr } = port === undefined ? bridge : existingLink(namespace, port);
  return entries.flatMap((entry) => {
    const isStale =
      !entry.given && entry.state === 'permanent' && entry.port === port && entry.lladdr !== lladdr;
    return isStale ? rehomed(settling, entry) : entry;
  });
}

/** The entry as that of another port with its address, the newest of them, or of the bridge; none when nothing else has it. Source: `fdb_delete_local`. */
function rehomed(
  { namespace, bridge, ports }: Settling,
  entry: BridgeEntry,
): readonly BridgeEntry[] {
  const other = ports.findLast(
    ({ index }) => index !== entry.port && existingLink(namespace, index).lladdr === entry.lladdr,
  );
  if (other !== undefined) return [{ ...entry, port: other.index, given: false }];
  const isBridge = entry.port !== undefined && bridge.lladdr === entry.lladdr;
  return isBridge ? [{ ...entry, port: undefined, given: false }] : [];
}

/** With an entry for the address of a port, or of the bridge, in place of an entry that is not permanent. Source: `fdb_add_local`. */
function withOwn(
  entries: readonly BridgeEntry[],
  lladdr: string,
  port: number | undefined,
): readonly BridgeEntry[] {
  const there = entries.find((entry) => entry.lladdr === lladdr);
  if (lladdr === NO_LLADDR || there?.state === 'permanent') return entries;
  const others = entries.filter((entry) => entry !== there);
  return [{ lladdr, port, state: 'permanent', sticky: false, given: false }, ...others];
}
