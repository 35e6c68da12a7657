import { overlayOf } from '../../namespace/link-kind/overlay.js';
import { tunnelOf } from '../../namespace/link-kind/tunnel.js';
import { existingLink } from '../../namespace/namespace.js';
import type { Move } from '../ethernet/move.js';
import type { Network } from '../network.js';
import type { Traveller } from '../traveller.js';
import { wrapInDatagrams } from './overlay.js';
import { wrap } from './tunnel.js';

/** A tunnel of Ethernet puts a frame into packets of its own. */
export function wrapFrame(
  network: Network,
  traveller: Traveller,
  { place, header }: Pick<Move, 'place' | 'header'>,
): void {
  const link = existingLink(network.namespace(place.namespace), place.index);
  const [settings, tunnel] = [overlayOf(link), tunnelOf(link)];
  if (tunnel !== undefined)
    wrap(network, place, traveller, { remote: tunnel.remote, frame: header });
  if (settings !== undefined)
    wrapInDatagrams(network, traveller, { place, header, link, settings });
}
