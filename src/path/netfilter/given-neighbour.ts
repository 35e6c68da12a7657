import { isLimitedBroadcast, isMulticast } from '../../address/address-class.js';
import { isUnspecified, sameAddress, type Address } from '../../address/address.js';
import { routeTypeNumber, type RouteType } from '../../fib/route.js';
import { addressesOf } from '../../namespace/address/interface-address.js';
import { subnetBroadcast, subnetOf } from '../../namespace/address/subnet-v4.js';
import type { Link } from '../../namespace/link.js';
import { set } from '../../predicate/assignment.js';
import type { Resolution } from '../../program/resolution.js';

/** A rule's neighbour on a device as if it had been looked up. Source: `nft_fwd_neigh_eval`. */
export function givenNeighbour(link: Link, neighbour: Address): Resolution {
  return {
    error: undefined,
    route: undefined,
    table: 0,
    dev: link.index,
    gateway: neighbour,
    assignments: [
      set('routeError', 0),
      set('routeType', routeTypeNumber(typeOf(link, neighbour))),
      set('routeDev', link.index),
      set('outdev', link.index),
      set('direct', 0),
    ],
  };
}

/** What decides to which link-layer address it goes. Source: `arp_constructor`, `inet_addr_type_dev_table`. */
function typeOf(link: Link, neighbour: Address): RouteType {
  if (isMulticast(neighbour)) return 'multicast';
  if (neighbour.family === 6) return 'unicast';
  const isForAll = isLimitedBroadcast(neighbour) || isUnspecified(neighbour);
  const isBroadcast = addressesOf(link, 4).some(
    (address) =>
      (address.broadcast !== undefined && sameAddress(address.broadcast, neighbour)) ||
      (address.length < 31 && sameAddress(subnetBroadcast(subnetOf(address)), neighbour)),
  );
  return isForAll || isBroadcast ? 'broadcast' : 'unicast';
}
