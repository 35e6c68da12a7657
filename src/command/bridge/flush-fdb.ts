import { sameAddress, type Address } from '../../address/address.js';
import { namespaceOf, withNamespace } from '../../machine/machine.js';
import { entriesOf, withEntries } from '../../namespace/bridge-entries.js';
import { bridgeOf } from '../../namespace/bridge-ports.js';
import { LAST_VLAN, type BridgeEntry } from '../../namespace/link-kind/bridge.js';
import { HARDWARE } from '../../namespace/link-kind/kind-traits.js';
import { traitsOf } from '../../namespace/link-kind/link-kinds.js';
import { overlayOf, type EntryState } from '../../namespace/link-kind/overlay.js';
import type { Link } from '../../namespace/link.js';
import { lladdrKey } from '../../namespace/lladdr-key.js';
import { linkByIndex, withLink, type Namespace } from '../../namespace/namespace.js';
import type { CommandContext, CommandResult } from '../command.js';
import type { Words } from '../ip/arguments.js';
import { leaving } from '../ip/module-asked-for.js';
import { succeed } from '../result.js';
import {
  FLAG_BITS,
  readFlushRequest,
  STATE_BITS,
  type AskedBits,
  type FlushRequest,
} from './flush-request.js';
import { refuseByErrno, refuseInWords, refuseUnsimulated } from './refuse.js';

/**
 * `bridge fdb flush`: entries of the bridge that the device is a port of, if that is asked for, then those of the device itself. What the first has done stays when
 * the second fails. Source: `rtnl_fdb_del`.
 */
export function flushFdb(context: CommandContext, words: Words): CommandResult {
  const { machine, namespace: here } = context;
  const namespace = namespaceOf(machine, here);
  const request = readFlushRequest(namespace, words);
  const link = linkByIndex(namespace, request.dev) ?? refuseInWords('Error: unknown ifindex.');
  if (traitsOf(link.kind).hardware !== HARDWARE.ether) {
    return refuseInWords('Error: FDB delete only supported for Ethernet devices.');
  }
  const bridge = request.master ? bridgeOf(namespace, link) : undefined;
  const mastered =
    bridge === undefined
      ? namespace
      : flushBridge(namespace, bridge, { ...request, brport: request.brport ?? link.index });
  const left = withNamespace(machine, here, mastered);
  if (bridge !== undefined && !request.self) return succeed(left);
  return leaving(left, () =>
    succeed(withNamespace(machine, here, flushSelf(mastered, link, request))),
  );
}

function flushSelf(namespace: Namespace, link: Link, request: FlushRequest): Namespace {
  if (!request.self) return refuseByErrno('EOPNOTSUPP');
  if (link.kind === 'bridge') return flushBridge(namespace, link, request);
  return link.kind === 'vxlan' ? flushVxlan(namespace, link, request) : refuseByErrno('EOPNOTSUPP');
}

/** Source: `br_fdb_delete_bulk`. */
function flushBridge(namespace: Namespace, bridge: Link, request: FlushRequest): Namespace {
  const { vlan, vni, srcVni, nhid, port, dst, brport, state, flags } = request;
  if (vlan === 0 || (vlan ?? 0) > LAST_VLAN) refuseInWords('Error: integer out of range.');
  const isOfTunnel = vni !== undefined || srcVni !== undefined || dst !== undefined;
  if (isOfTunnel || nhid !== 0 || port !== 0) refuseInWords('Error: Unsupported attribute.');
  checkFlags(flags, FLAG_BITS.router);
  const behind = brport === undefined ? undefined : checkPort(namespace, bridge, brport);
  const { settings } = bridge;
  const pvid = settings.kind === 'bridge' ? settings.options.vlan_default_pvid : 0;
  const goes = (entry: BridgeEntry): boolean =>
    hasBits(stateBits(entry.state), state) &&
    hasBits(flagBits(entry), flags) &&
    (behind === undefined || (entry.port ?? bridge.index) === behind);
  const entries = entriesOf(namespace, bridge);
  const kept = entries.filter((entry) => !goes(entry));
  // What is left in no VLAN is known, and what is left in one is not.
  if (vlan !== undefined && vlan === pvid && kept.length < entries.length) {
    return refuseUnsimulated('bridge fdb flush vlan');
  }
  if (vlan !== undefined) return namespace;
  return withEntries(namespace, bridge.index, kept);
}

/** The ifindex of a port of the bridge, or its own. */
function checkPort(namespace: Namespace, bridge: Link, index: number): number {
  const link = linkByIndex(namespace, index);
  const own = link?.kind === 'bridge' ? link : link && bridgeOf(namespace, link);
  if (own === undefined) {
    return refuseInWords('Error: bridge: Flush device is not a bridge or bridge port.');
  }
  return own.index === bridge.index
    ? index
    : refuseInWords('Error: bridge: Port belongs to a different bridge device.');
}

function stateBits(state: BridgeEntry['state']): number {
  if (state === 'permanent') return STATE_BITS.permanent | STATE_BITS.static;
  return state === 'static' ? STATE_BITS.static : 0;
}

function flagBits({ sticky, given }: BridgeEntry): number {
  return (sticky ? FLAG_BITS.sticky : 0) | (given ? FLAG_BITS.added_by_user : 0);
}

function hasBits(bits: number, { value, mask }: AskedBits): boolean {
  return (bits & mask) === (value & mask);
}

/** Refuses bits that the driver doesn't have, where they are to be set. */
function checkFlags({ value }: AskedBits, unknown: number): void {
  if ((value & unknown) !== 0) refuseInWords('Error: Unsupported fdb flush ndm flag bits set.');
}

/** Bits that the entries of a VXLAN device don't have. */
const NOT_OF_VXLAN = FLAG_BITS.sticky | FLAG_BITS.added_by_user;

/** Source: `vxlan_fdb_delete_bulk`. */
function flushVxlan(namespace: Namespace, link: Link, request: FlushRequest): Namespace {
  const { vlan, vni, srcVni, nhid, port, dst, brport, state, flags } = request;
  const settings = overlayOf(link);
  if (settings === undefined) return namespace;
  if (vlan !== undefined || brport !== undefined) refuseInWords('Error: Unsupported attribute.');
  if (dst === 'any') return refuseInWords('Error: binary attribute size out of range.');
  checkFlags(flags, NOT_OF_VXLAN);
  const isAll =
    nhid === 0 &&
    hasBits(0, { value: flags.value, mask: flags.mask & ~NOT_OF_VXLAN }) &&
    [vni, srcVni].every((one) => one === undefined || one === 0 || one === settings.vni) &&
    (port === 0 || port === settings.dstport);
  if (!isAll) return namespace;
  const isDst = (one: Address | undefined): boolean =>
    dst === undefined || (one !== undefined && sameAddress(one, dst));
  const goes = (entry: EntryState): boolean =>
    hasBits(
      (entry.permanent ? STATE_BITS.permanent : 0) | (entry.noarp ? STATE_BITS.static : 0),
      state,
    );
  const entries = settings.entries.filter((entry) => !goes(entry.state) || !isDst(entry.dst));
  const start = lladdrKey(link.index, '');
  const farEnds = namespace.traffic.farEnds.filter(
    (far, key) => !key.startsWith(start) || !hasBits(0, state) || !isDst(far),
  );
  const changed = withLink(namespace, { ...link, settings: { ...settings, entries } });
  return changed.set('traffic', changed.traffic.set('farEnds', farEnds));
}
