import { portsOf } from '../../namespace/bridge.js';
import type { Link, LinkPlace } from '../../namespace/link.js';
import { existingLink } from '../../namespace/namespace.js';
import { bridgeFilters } from '../../namespace/sysctl/bridge-sysctl.js';
import { headerOf } from '../header.js';
import type { Network } from '../network.js';
import type { Bridged, Traveller } from '../traveller.js';
import { atPlace } from '../at-place.js';
import { macvlansFor } from './link/macvlan.js';
import { isForMany, type FrameHeader, type Move } from './move.js';
import { received } from './received.js';
import { stationsBehind } from './stations.js';

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
  const own = [link, ...portsOf(namespace, bridge.index)];
  const isOwn = own.some(({ lladdr }) => lladdr === header.to);
  const here = atPlace(traveller, bridge.namespace);
  // Frames with a tag are not shown to netfilter. Source: `bridge-nf-filter-vlan-tagged`.
  const filters =
    header.tags.length === 0 && bridgeFilters(namespace, here.packet.dst.family, link);
  const filter = (path: 'bridged' | 'bridge-own'): void => {
    const packet = { ...here.packet, iif: port.name };
    network.enter({ ...here, packet, bridged: { bridge, port, header }, path });
  };
  if (isOwn && filters) filter('bridge-own');
  else if (isOwn || isForMany(header.to))
    network.move(here, passedUp(network, here, { bridge, port: from, header }));
  else network.move(here, macvlansFor(network.machine, { place: bridge, header }).moves);
  if (isOwn) return;
  if (filters) filter('bridged');
  else forwardFrame(network, here, { bridge, port, header });
}

interface PassedUp {
  readonly bridge: LinkPlace;
  readonly port: LinkPlace;
  readonly header: FrameHeader;
}

/** What a bridge passes to its host comes in by the bridge, and the host knows the port. Source: `br_pass_frame_up`. */
function passedUp(
  { machine }: Network,
  { packet }: Traveller,
  { bridge, port, header }: PassedUp,
): readonly Move[] {
  return received(machine, { place: bridge, header, target: packet.dst }).map((move) =>
    move.kind === 'arrive' && move.place === bridge
      ? { kind: 'arrive', place: port, header: move.header }
      : move,
  );
}

/** A bridge sends a frame on: by the port behind which its address was seen, or by all but that by which it came. Source: `br_forward`, `br_flood`. */
export function forwardFrame(
  network: Network,
  traveller: Traveller,
  { bridge, port, header }: Omit<Bridged, 'port'> & { readonly port: Link | undefined },
): void {
  const namespace = network.namespace(bridge.namespace);
  const iif = port?.name ?? null;
  const ports = portsOf(namespace, bridge.index).filter(({ up, carrier }) => up && carrier);
  const forMany = isForMany(header.to);
  const learned = forMany
    ? undefined
    : ports.find(({ index }) => leadsTo(network, { ...bridge, index }, header));
  if (learned !== undefined && learned.index === port?.index) {
    network.note(traveller, { kind: 'drop', iif, at: 'bridge port by which it came' });
    return;
  }
  const others = ports.filter(({ index }) => index !== port?.index);
  if (others.length === 0 && !forMany) {
    network.note(traveller, { kind: 'drop', iif, at: 'bridge without another port' });
  }
  for (const { index, name: dev } of learned === undefined ? others : [learned]) {
    network.note(traveller, { kind: 'bridge', iif, dev, ...headerOf(traveller.packet) });
    network.move(traveller, [{ kind: 'send', place: { ...bridge, index }, header }]);
  }
}

/** What a port has learned: that this address is behind it. Source: `br_fdb_update`. */
function leadsTo({ machine }: Network, port: LinkPlace, { to, tags }: FrameHeader): boolean {
  const behind = [
    ...stationsBehind(machine, port, tags),
    ...(tags.length > 0 ? stationsBehind(machine, port) : []),
  ];
  return behind.some(({ link }) => link.lladdr === to);
}
