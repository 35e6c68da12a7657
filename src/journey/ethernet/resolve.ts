import { printAddress } from '../../address/address-text.js';
import { sameAddress, unspecifiedAddress, type Address } from '../../address/address.js';
import { makePrefix, prefixContains } from '../../address/prefix.js';
import { SCOPE } from '../../fib/route.js';
import { addressesOf } from '../../namespace/address/interface-address.js';
import type { Link, LinkPlace } from '../../namespace/link.js';
import type { Namespace } from '../../namespace/namespace.js';
import { arpAnnounce } from '../../namespace/sysctl/arp-sysctl.js';
import { selectSource4 } from '../../path/address/source-v4.js';
import { isLinkLocal6, isMulticast } from '../../address/address-class.js';
import type { Handed, Network } from '../network.js';
import { ask, type Unanswered } from './ask.js';
import { findNeighbour } from './find-neighbour.js';
import { learn } from './learn.js';

/** What is found of a next hop on the link: its link-layer address, null where there are none, or that nobody answers. */
export type Resolved = { readonly kind: 'known'; readonly lladdr: string | null } | Unanswered;

const UNANSWERED: Unanswered = { kind: 'unanswered' };

/** Finds the link-layer address of a packet's next hop: that of the neighbour entry, or of who answers for it on the link. */
export function resolve(network: Network, asking: Asking): Resolved {
  const { traveller, link, nexthop } = asking;
  const { src } = traveller.packet;
  if (src === undefined) return UNANSWERED;
  const namespace = network.namespace(traveller.namespace);
  const known = stateOf(network, asking);
  if (isLladdr(known)) return { kind: 'known', lladdr: known };
  if (known === 'unaskable' || isMulticast(nexthop)) return UNANSWERED;
  const asked: LinkPlace = { namespace: traveller.namespace, index: link.index };
  const asker =
    nexthop.family === 6 ? soliciting(link, src) : askerOf(namespace, link, nexthop, src);
  const answer = ask(network, { asked, link, asker, target: nexthop });
  if (answer.kind === 'unanswered') return answer;
  const { lladdr } = answer;
  learn(network, asked, nexthop, { lladdr, answered: true });
  return { kind: 'known', lladdr };
}

/** Whether the link-layer address of a next hop is known, or there are none on the link. */
export function isResolved(network: Network, asking: Asking): boolean {
  return isLladdr(stateOf(network, asking));
}

/** Whether a next hop on the link is known already; one that isn't is asked for. Source: `neigh_event_send`. */
export function isNeighbour(network: Network, asking: Asking): boolean {
  const isKnown = isResolved(network, asking);
  if (!isKnown) resolve(network, asking);
  return isKnown;
}

type Asking = Pick<Handed, 'traveller' | 'link' | 'nexthop' | 'routeType'>;

function stateOf(network: Network, { traveller, link, nexthop, routeType }: Asking): string | null {
  const { namespace, packet } = traveller;
  const source = packet.src ?? unspecifiedAddress(packet.dst.family);
  const handover = { link, address: nexthop, source, routeType };
  return findNeighbour(network.namespace(namespace), handover);
}

/** A link-layer address, or null where there are none; else it is the state of an entry. */
function isLladdr(known: string | null): boolean {
  return known === null || /[.:]/.test(known);
}

/**
 * The address from which ARP asks: the packet's source if this host has it, else one of the device, as `arp_announce` says. Source: `arp_solicit`,
 * `inet_select_addr`.
 */
export function askerOf(namespace: Namespace, link: Link, target: Address, src: Address): Address {
  const announce = arpAnnounce(namespace, link);
  const isOwn = namespace.links.some(({ addresses }) =>
    addresses.some(({ local }) => sameAddress(local, src)),
  );
  const isOnLink = addressesOf(link, 4).some(({ peer, length, secondary }) => {
    const subnet = makePrefix(peer, length);
    return !secondary && prefixContains(subnet, target) && prefixContains(subnet, src);
  });
  if (isOwn && (announce === 0 || (announce === 1 && isOnLink))) return src;
  return selectSource4(namespace, link.index, target, SCOPE.link);
}

/** The address from which neighbour discovery asks: the packet's source if the device has it, else its link-local one. Source: `ndisc_solicit`. */
function soliciting(link: Link, src: Address): Address {
  const own = addressesOf(link, 6).map(({ local }) => local);
  return (
    own.find((local) => sameAddress(local, src)) ?? own.find(isLinkLocal6) ?? unspecifiedAddress(6)
  );
}

/** Why a next hop on a link has no neighbour, as the place of a drop. */
export function unansweredAt({ lost }: Unanswered, nexthop: Address, link: Link): string {
  const at = `neighbour ${printAddress(nexthop)} dev ${link.name}`;
  return lost === undefined ? at : `${at}, whose discovery ${lost}`;
}
