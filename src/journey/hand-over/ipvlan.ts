import { isMulticast } from '../../address/address-class.js';
import { routeTypeNumber } from '../../fib/route.js';
import { existingLink } from '../../namespace/namespace.js';
import { atPlace } from '../at-place.js';
import { ipvlanOf, ipvlanWith } from '../ethernet/link/ipvlan.js';
import { handToEthernet } from './ethernet.js';
import { keptSocket } from './kept-socket.js';
import { nestedIn } from './nested.js';
import type { HandOver } from '../network.js';

/**
 * At layer 3 an IPvlan device gives a packet to the one beside it that has its address; the host below routes any other, as one that it has made
 * itself, out of the device below. Source: `ipvlan_xmit_mode_l3`, `ipvlan_process_outbound`.
 */
export const handToIpvlan: HandOver = (network, handed, to) => {
  const { link, traveller, iif, routeType } = handed;
  const settings = ipvlanOf(link);
  const { lower } = link;
  if (settings === undefined || lower === undefined) return;
  if (settings.mode === 'l2') {
    handToEthernet(network, handed, to);
    return;
  }
  const { packet } = traveller;
  const header = { to: link.lladdr, from: link.lladdr, tags: [] };
  const place = { namespace: traveller.namespace, index: link.index };
  const owner =
    settings.flag === 'vepa' ? undefined : ipvlanWith(network.machine, lower, packet.dst);
  if (owner !== undefined) {
    network.move(traveller, [
      settings.flag === 'private'
        ? { kind: 'lost', place, header, at: 'private IPvlan device' }
        : { kind: 'receive', place: owner.place, header },
    ]);
    return;
  }
  if (isMulticast(packet.dst) || routeType === routeTypeNumber('broadcast')) {
    network.move(traveller, [{ kind: 'lost', place, header, at: 'frame for many at layer 3' }]);
    return;
  }
  const below = existingLink(network.namespace(lower.namespace), lower.index);
  const isHere = traveller.namespace === lower.namespace;
  const here = atPlace(traveller, lower.namespace);
  network.enter({
    ...here,
    packet: { ...here.packet, iif: undefined, oif: below.name },
    path: 'foreign',
    handedOn: true,
    nested: nestedIn(traveller),
    ...keptSocket(traveller, isHere && iif === null),
  });
};
