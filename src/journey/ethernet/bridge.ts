import { assertNever } from '../../assert-never.js';
import type { BridgeEntry } from '../../namespace/link-kind/bridge.js';
import { linkAt } from '../../machine/link-at.js';
import type { Link, LinkPlace } from '../../namespace/link.js';
import { existingLink } from '../../namespace/namespace.js';
import { headerOf } from '../header.js';
import type { Network } from '../network.js';
import type { Bridged, Sending, Traveller } from '../traveller.js';
import { atPlace } from '../at-place.js';
import { macvlansFor } from './link/macvlan.js';
import { isForMany, type FrameHeader, type Move } from './move.js';
import { received } from './received.js';
import { isShown } from './has-chains.js';
import { entryFor, onward } from './onward.js';
import { roam } from './roam.js';
import { isBehind } from './stations.js';

/**
 * A bridge has a frame, by one of its ports or from its host. It is for the bridge itself, or for others, and netfilter sees then what is in it if
 * br_netfilter is on. Source: `br_handle_frame_finish`, `br_nf_pre_routing`, `br_dev_xmit`.
 */
export function bridgeFrame(
  network: Network,
  traveller: Traveller,
  { place: bridge, port: from, header }: Extract<Move, { kind: 'bridge' }>,
): void {
  if (from === undefined) {
    forwardFrame(network, traveller, { bridge, port: undefined, header });
    return;
  }
  const namespace = network.namespace(bridge.namespace);
  const port = existingLink(namespace, from.index);
  const link = existingLink(namespace, bridge.index);
  const entry =
    header.to === null ? undefined : entryFor({ namespace, bridge: link, port, header }, header.to);
  const isOwn = entry?.state === 'permanent';
  // Of its own entries those of other ports are for nobody: who is addressed was decided where the frame came in.
  const isHost = header.to === port.lladdr || header.to === link.lladdr;
  const here = atPlace(traveller, bridge.namespace);
  // Frames with a tag are not shown to netfilter. Source: `bridge-nf-filter-vlan-tagged`.
  const filters = header.tags.length === 0 && isShown(namespace, here.packet.dst.family, link);
  const filter = (path: 'bridged' | 'bridge-own'): void => {
    const packet = { ...here.packet, iif: port.name };
    network.enter({ ...here, packet, bridged: { bridge, port, header }, path });
  };
  // Where netfilter sees the frame first, its sender is known once it has come through.
  if (!filters || isOwn) roam(network, bridge, from, header.from);
  if (isOwn && isHost && filters) filter('bridge-own');
  else if (isOwn || isForMany(header.to))
    network.move(here, passedUp(network, here, { bridge, port: from, header, entry }));
  else network.move(here, macvlansFor(network.machine, { place: bridge, header }).moves);
  if (isOwn) return;
  if (filters) filter('bridged');
  else forwardFrame(network, here, { bridge, port, header });
}

interface PassedUp {
  /** By which it is for the host. */
  readonly entry: BridgeEntry | undefined;
  readonly bridge: LinkPlace;
  readonly port: LinkPlace;
  readonly header: FrameHeader;
}

/** What a bridge passes to its host comes in by the bridge, and the host knows the port. Source: `br_pass_frame_up`. */
function passedUp(
  { machine }: Network,
  { packet }: Traveller,
  { bridge, port, header: given, entry }: PassedUp,
): readonly Move[] {
  const isTaken = linkAt(machine, port).lladdr === given.to;
  const header: FrameHeader = isTaken ? { ...given, taken: true } : given;
  const come = (move: Move): Move => {
    if (move.place !== bridge) return move;
    if (move.kind === 'arrive') return { kind: 'arrive', place: port, header: move.header };
    const isOfEntry = move.kind === 'lost' && entry?.given === true;
    return isOfEntry ? { ...move, at: `bridge fdb entry ${entry.lladdr}` } : move;
  };
  return received(machine, { place: bridge, header, target: packet.dst }).map(come);
}

/**
 * A bridge sends a frame on: by the port behind which its address is, or by all but that by which it came. Source: `br_forward`, `br_flood`.
 *
 * @param sendBy - has a copy of it leave by a port
 */
export function forwardFrame(
  network: Network,
  traveller: Traveller,
  frame: FrameFrom,
  sendBy = (out: Sending) => {
    sendByPort(network, traveller, { ...frame, out });
  },
): void {
  const { bridge, port, header } = frame;
  const namespace = network.namespace(bridge.namespace);
  const iif = arrivalOf(frame);
  const link = existingLink(namespace, bridge.index);
  const way = onward({ namespace, bridge: link, port, header }, ({ index }) =>
    isBehind(network.machine, { ...bridge, index }, header),
  );
  switch (way.kind) {
    case 'lost':
      network.note(traveller, { kind: 'drop', iif, at: way.at });
      return;
    case 'host': {
      const from = port === undefined ? bridge : { ...bridge, index: port.index };
      const { entry } = way;
      network.move(traveller, passedUp(network, traveller, { bridge, port: from, header, entry }));
      return;
    }
    case 'ports': {
      const entry = way.entry?.given === true ? way.entry.state : undefined;
      for (const leaving of way.ports) sendBy({ port: leaving, entry });
      return;
    }
    default:
      assertNever(way);
  }
}

/** A frame leaves by a port of a bridge. */
export function sendByPort(network: Network, traveller: Traveller, sent: BySending): void {
  const { bridge, header, out } = sent;
  const { index, name: dev } = out.port;
  const entry = out.entry === undefined ? {} : { entry: out.entry };
  const iif = arrivalOf(sent);
  network.note(traveller, { kind: 'bridge', iif, dev, ...headerOf(traveller.packet), ...entry });
  network.move(traveller, [{ kind: 'send', place: { ...bridge, index }, header }]);
}

/** A frame of a bridge, from a port or from its host. */
interface FrameFrom extends Omit<Bridged, 'port' | 'out'> {
  readonly port: Link | undefined;
}

interface BySending extends FrameFrom {
  readonly out: Sending;
}

/** By what the bridge has a frame that it sends on; null: by its own device. */
function arrivalOf({ port, resent }: FrameFrom): string | null {
  return resent === true ? null : (port?.name ?? null);
}
