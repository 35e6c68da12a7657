import { readAddress } from '../../address/address-text.js';
import { isUnspecified, type Address } from '../../address/address.js';
import { compatibleEnd, within6to4 } from '../../address/ipv4-within.js';
import { ip6TunnelOf } from '../../namespace/link-kind/ip6tnl.js';
import { tunnelOf, type TunnelKind } from '../../namespace/link-kind/tunnel.js';
import type { Link } from '../../namespace/link.js';

/** A packet that a tunnel is given, and to whom it goes. */
export interface ToFarEnd {
  readonly dst: Address;
  /** Of the route. */
  readonly nexthop: Address;
  /** Link-layer address of the next hop; null where there are none. */
  readonly to: string | null;
}

/**
 * To which address a tunnel sends a packet: its far end, or that which a tunnel without one finds for each packet; undefined where there is none, so that the packet is
 * lost.
 */
export function farEndOf(link: Link, packet: ToFarEnd): Address | undefined {
  const tunnel = tunnelOf(link) ?? ip6TunnelOf(link);
  if (tunnel === undefined) return undefined;
  if (!isUnspecified(tunnel.remote)) return tunnel.remote;
  const found = 'type' in tunnel ? FINDS[tunnel.type]?.(packet) : nexthopOf(6, packet);
  return found === undefined || isUnspecified(found) ? undefined : found;
}

/** By kind, how the far end of a packet is found. Others lose what they are given. */
const FINDS: Readonly<Partial<Record<TunnelKind, (packet: ToFarEnd) => Address | undefined>>> = {
  // What its neighbour entry says. Source: `ipgre_header`.
  gre: ({ to }) => (to === null ? undefined : readAddress(to)),
  ipip: (packet) => nexthopOf(4, packet),
  sit: (packet) => (packet.dst.family === 4 ? nexthopOf(4, packet) : endOfSit(packet)),
};

/** The next hop, if it is an address of the family of the outer packets; else the destination, if that is one. Source: `rt_nexthop`, `ip6_tnl_xmit`. */
function nexthopOf(family: 4 | 6, { nexthop, dst }: ToFarEnd): Address | undefined {
  return [nexthop, dst].find((address) => address.family === family);
}

/** The address within a destination of 6to4, else that of a next hop that is compatible with IPv4. Source: `ipip6_tunnel_xmit`, `try_6rd`. */
function endOfSit({ dst, nexthop }: ToFarEnd): Address | undefined {
  return within6to4(dst) ?? compatibleEnd(nexthop);
}
