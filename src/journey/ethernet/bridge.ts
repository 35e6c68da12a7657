import { portsOf } from '../../namespace/bridge.js';
import type { Link, LinkPlace } from '../../namespace/link.js';
import { existingLink } from '../../namespace/namespace.js';
import { headerOf } from '../header.js';
import type { Network } from '../network.js';
import { arrive, isForMany, sendFrame, type Frame } from './frame.js';
import { stationsBehind } from './stations.js';

/**
 * A bridge has a frame: by one of its ports, or from its own device (`from` is undefined). It is for the bridge itself, for what is behind a
 * port, or goes out by all. Source: `br_handle_frame_finish`, `br_dev_xmit`.
 */
export function bridgeFrame(
  network: Network,
  bridge: LinkPlace,
  frame: Frame,
  from: Link | undefined,
): void {
  const { to, traveller } = frame;
  const namespace = network.namespace(bridge.namespace);
  const ports = portsOf(namespace, bridge.index);
  const forMany = to === null || isForMany(to);
  if (from !== undefined) {
    const own = [existingLink(namespace, bridge.index), ...ports];
    const isOwn = own.some(({ lladdr }) => lladdr === to);
    if (forMany || isOwn) arrive(network, { ...bridge, index: from.index }, traveller);
    if (isOwn) return;
  }
  const others = ports.filter(({ index, up, carrier }) => index !== from?.index && up && carrier);
  const learned = forMany ? undefined : others.find((port) => leadsTo(network, bridge, port, to));
  for (const port of learned === undefined ? others : [learned]) {
    const here = { ...traveller, namespace: bridge.namespace };
    const sameNamespace = traveller.namespace === bridge.namespace;
    const packet = sameNamespace ? traveller.packet : { ...traveller.packet, mark: 0 };
    network.note(here, {
      kind: 'bridge',
      iif: from?.name ?? null,
      dev: port.name,
      ...headerOf(packet),
    });
    sendFrame(network, port, { ...frame, traveller: { ...here, packet } });
  }
}

/** What a port has learned: that this address is behind it. Source: `br_fdb_update`. */
function leadsTo(network: Network, bridge: LinkPlace, port: Link, to: string): boolean {
  const stations = stationsBehind(network.machine, { ...bridge, index: port.index });
  return stations.some(({ link }) => link.lladdr === to);
}
