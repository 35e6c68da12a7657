import { portsOf } from '../../namespace/bridge.js';
import type { Link, LinkPlace } from '../../namespace/link.js';
import { existingLink } from '../../namespace/namespace.js';
import { bridgeFilters } from '../../namespace/sysctl/bridge-sysctl.js';
import { headerOf } from '../header.js';
import type { Network } from '../network.js';
import type { Bridged, Traveller } from '../traveller.js';
import { arrive, atPlace, isForMany, sendFrame, type Frame } from './frame.js';
import { stationsBehind } from './stations.js';

/**
 * A bridge has a frame by one of its ports. It is for the bridge itself, or for others, and netfilter sees then what is in it if br_netfilter is on.
 * Source: `br_handle_frame_finish`, `br_nf_pre_routing`.
 */
export function bridgeFrame(
  network: Network,
  bridge: LinkPlace,
  { to, traveller }: Frame,
  port: Link,
): void {
  const namespace = network.namespace(bridge.namespace);
  const own = [existingLink(namespace, bridge.index), ...portsOf(namespace, bridge.index)];
  const isOwn = own.some(({ lladdr }) => lladdr === to);
  const here = atPlace(traveller, bridge.namespace);
  const filters = bridgeFilters(namespace, here.packet.dst.family);
  const filter = (path: 'bridged' | 'bridge-own'): void => {
    const packet = { ...here.packet, iif: port.name };
    network.enter({ ...here, packet, bridged: { bridge, port, to }, path });
  };
  const forMany = to === null || isForMany(to);
  if (isOwn && filters) filter('bridge-own');
  else if (isOwn || forMany) arrive(network, { ...bridge, index: port.index }, traveller);
  if (isOwn) return;
  if (filters) filter('bridged');
  else forwardFrame(network, here, { bridge, port, to });
}

/** A bridge sends a frame on: by the port behind which its address was seen, or by all but that by which it came. Source: `br_forward`, `br_flood`. */
export function forwardFrame(
  network: Network,
  traveller: Traveller,
  { bridge, port, to }: Omit<Bridged, 'port'> & { readonly port: Link | undefined },
): void {
  const namespace = network.namespace(bridge.namespace);
  const iif = port?.name ?? null;
  const ports = portsOf(namespace, bridge.index).filter(({ up, carrier }) => up && carrier);
  const forMany = to === null || isForMany(to);
  const learned = forMany
    ? undefined
    : ports.find(({ index }) => leadsTo(network, { ...bridge, index }, to));
  if (learned !== undefined && learned.index === port?.index) {
    network.note(traveller, { kind: 'drop', iif, at: 'bridge port by which it came' });
    return;
  }
  const others = ports.filter(({ index }) => index !== port?.index);
  if (others.length === 0 && !forMany) {
    network.note(traveller, { kind: 'drop', iif, at: 'bridge without another port' });
  }
  for (const out of learned === undefined ? others : [learned]) {
    const header = headerOf(traveller.packet);
    network.note(traveller, { kind: 'bridge', iif, dev: out.name, ...header });
    sendFrame(network, out, { traveller, to });
  }
}

/** What a port has learned: that this address is behind it. Source: `br_fdb_update`. */
function leadsTo(network: Network, port: LinkPlace, to: string): boolean {
  return stationsBehind(network.machine, port).some(({ link }) => link.lladdr === to);
}
