import { isLinkLocal6 } from '../../address/address-class.js';
import { printAddress } from '../../address/address-text.js';
import { sameAddress, type Address } from '../../address/address.js';
import { BROADCAST_LLADDR, groupLladdr } from '../../address/lladdr.js';
import { routeTypeNumber } from '../../fib/route.js';
import type { Link } from '../../namespace/link.js';
import { hasEndsAsNeighbours } from '../../namespace/link-kind/tunnel.js';
import type { Namespace } from '../../namespace/namespace.js';
import { learnedKey } from '../../namespace/traffic/learned-key.js';
import { isValid } from '../../neighbour/neighbour.js';

/** A packet that has been handed to a device, and to whom it goes there. */
export interface Handover {
  readonly link: Link;
  /** Of the next hop. */
  readonly address: Address;
  /** Of the packet. */
  readonly source: Address;
  readonly routeType: number;
}

/**
 * The link-layer address to which a packet is sent, or the state of the neighbour entry that has none yet: `none` when there is no
 * entry, so that it would be resolved; `unaskable` when it can't be. On a veth without ARP, and on a GRE device without a far end, it is the device's own
 * address; null on other devices that don't resolve neighbours.
 *
 * Source: `neigh_resolve_output`, `arp_constructor`.
 */
export function findNeighbour(namespace: Namespace, handover: Handover): string | null {
  const { link, address, routeType } = handover;
  const hasMany = hasEndsAsNeighbours(link);
  if (link.kind === 'loopback' || (!link.arp && link.kind !== 'veth' && !hasMany)) return null;
  if (routeType === routeTypeNumber('multicast')) {
    return hasMany ? groupFarEnd(address) : groupLladdr(address);
  }
  if (link.arp && routeType === routeTypeNumber('broadcast')) return BROADCAST_LLADDR;
  const entry = namespace.neighbours.find(
    (neighbour) =>
      !neighbour.proxy && neighbour.dev === link.index && sameAddress(neighbour.address, address),
  );
  if (entry !== undefined && isValid(entry.state)) return entry.lladdr ?? entry.state;
  if (!link.arp) return link.lladdr;
  const learned = namespace.traffic.learned.get(learnedKey(link.index, address));
  if (learned !== undefined) return learned.lladdr;
  return canAsk(handover) ? (entry?.state ?? 'none') : 'unaskable';
}

/** A GRE device sends what is for a group of IPv4 to that group itself, and nothing for one of IPv6. Source: `ip_ipgre_mc_map`, `ipv6_ipgre_mc_map`. */
function groupFarEnd(address: Address): string | null {
  return address.family === 4 ? printAddress(address) : null;
}

/** IPv6 asks from the packet's source if the device has it, else from a link-local address. Source: `ndisc_solicit`, `ndisc_send_ns`. */
function canAsk({ link, address, source }: Handover): boolean {
  return (
    address.family === 4 ||
    link.addresses.some(
      ({ local, resting }) => !resting && (isLinkLocal6(local) || sameAddress(local, source)),
    )
  );
}
