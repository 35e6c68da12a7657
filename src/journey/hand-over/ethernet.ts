import type { HandOver } from '../network.js';

/** A device of Ethernet sends the packet in a frame. Source: `neigh_hh_output`, `dev_queue_xmit`. */
export const handToEthernet: HandOver = (network, { link, traveller }, to) => {
  const place = { namespace: traveller.namespace, index: link.index };
  network.move(traveller, [{ kind: 'send', place, header: { to, from: link.lladdr, tags: [] } }]);
};
