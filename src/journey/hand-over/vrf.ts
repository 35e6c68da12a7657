import { keptSocket } from './kept-socket.js';
import { nestedIn } from './nested.js';
import type { HandOver } from '../network.js';

/** A VRF device sends on what it was handed, by a second lookup in its domain: it is the same packet, of the same connection. Source: `vrf_xmit`. */
export const handToVrf: HandOver = (network, { link, traveller, iif, following }) => {
  const tracking = following();
  network.enter({
    ...traveller,
    path: 'vrf',
    through: link.index,
    nested: nestedIn(traveller),
    ...keptSocket(traveller, iif === null),
    ...(tracking === undefined ? {} : { following: tracking }),
  });
};
