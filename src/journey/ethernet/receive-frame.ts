import type { LinkPlace } from '../../namespace/link.js';
import { existingLink } from '../../namespace/namespace.js';
import type { Network } from '../network.js';
import { bridgeFrame } from './bridge.js';
import { arrive, isForMany, type Frame } from './frame.js';

/** A frame comes in by a device: its bridge has it, or this host if it is for it. Source: `eth_type_trans`, `ip_rcv_core`. */
export function receiveFrame(network: Network, place: LinkPlace, frame: Frame): void {
  const namespace = network.namespace(place.namespace);
  const link = existingLink(namespace, place.index);
  if (link.master !== undefined) {
    bridgeFrame(network, { ...place, index: link.master }, frame, link);
    return;
  }
  const { traveller, to } = frame;
  if (to === null || isForMany(to) || to === link.lladdr) {
    arrive(network, place, traveller);
    return;
  }
  const here = { ...traveller, namespace: place.namespace };
  network.note(here, {
    kind: 'drop',
    iif: link.name,
    at: 'frame for another host',
    reason: 'OTHERHOST',
  });
}
