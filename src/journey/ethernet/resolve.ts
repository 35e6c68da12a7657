import { printAddress } from '../../address/address-text.js';
import { sameAddress, unspecifiedAddress, type Address } from '../../address/address.js';
import { BROADCAST_LLADDR, groupLladdr } from '../../address/lladdr.js';
import { makePrefix, prefixContains } from '../../address/prefix.js';
import { frozen } from '../../frozen.js';
import type { LearnedNeighbour } from '../../namespace/traffic.js';
import { withTraffic } from '../../evaluate/program-of.js';
import { SCOPE } from '../../fib/route.js';
import { solicitedNode } from '../../namespace/address/groups-v6.js';
import { addressesOf } from '../../namespace/address/interface-address.js';
import { isSamePlace, type Link, type LinkPlace } from '../../namespace/link.js';
import type { Namespace } from '../../namespace/namespace.js';
import { arpAnnounce } from '../../namespace/sysctl/arp-sysctl.js';
import { selectSource4 } from '../../path/address/source-v4.js';
import { isLinkLocal6, isMulticast } from '../../address/address-class.js';
import { learnedKey } from '../../namespace/learned-key.js';
import type { Handed, Network } from '../network.js';
import { answering } from './answers.js';
import { discoveryDrop } from './discover.js';
import { findNeighbour } from './find-neighbour.js';
import { takesFrom } from './link/macvlan.js';
import type { FrameHeader } from './move.js';
import { roam } from './roam.js';
import { spread, type Spread } from './stations.js';

/** What is found of a next hop on the link: its link-layer address, null where there are none, or that nobody answers. */
export type Resolved =
  | { readonly kind: 'known'; readonly lladdr: string | null }
  /** Where a rule drops the question or its answer; absent where nobody answers. */
  | { readonly kind: 'unanswered'; readonly droppedAt?: string };

const UNANSWERED: Resolved = { kind: 'unanswered' };

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
  const question = { to: questionTo(nexthop), from: link.lladdr };
  const stations = reached(network, asked, question).stations.filter(
    (station) => takesFrom(station.link, link.lladdr) && takesFrom(link, station.link.lladdr),
  );
  const answers = stations.map(({ place, link: own }) =>
    answering(network.namespace(place.namespace), own, nexthop, asker),
  );
  // Who answers for another does it later.
  const first = answers.includes('itself') ? answers.indexOf('itself') : answers.indexOf('another');
  const found = stations[first];
  if (found === undefined) return UNANSWERED;
  const { lladdr } = found.link;
  const answer = { to: link.lladdr, from: lladdr };
  const { stations: hearing, wrapped } = reached(network, found.place, answer, asker);
  const isHeard = hearing.some(({ place }) => isSamePlace(place, asked));
  // A tunnel sends it back to where the question came from.
  if (!isHeard && !wrapped) return UNANSWERED;
  const discovery = { asked, asker, answering: found.place, target: nexthop };
  const droppedAt = nexthop.family === 6 ? discoveryDrop(network, discovery) : undefined;
  if (droppedAt !== undefined) return { kind: 'unanswered', droppedAt };
  learn(network, asked, nexthop, { lladdr, answered: true });
  learn(network, found.place, asker, { lladdr: link.lladdr, answered: false });
  return { kind: 'known', lladdr };
}

/** Where a question about who has an address is sent: to all, or to the group of those who may have it. */
function questionTo(address: Address): string {
  return address.family === 4 ? BROADCAST_LLADDR : groupLladdr(solicitedNode(address));
}

/** Where a question or an answer comes; the bridges on its way learn its sender. */
function reached(
  network: Network,
  place: LinkPlace,
  header: Pick<FrameHeader, 'to' | 'from'>,
  target?: Address,
): Spread {
  const found = spread(network.machine, place, { ...header, tags: [] }, target);
  for (const { bridge, port } of found.bridges) roam(network, bridge, port, header.from);
  return found;
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
  return known === null || known.includes(':');
}

/** A host keeps what it has been answered, and from where it was asked unless it knows better. Source: `neigh_update`. */
function learn(
  network: Network,
  { namespace: name, index }: LinkPlace,
  address: Address,
  neighbour: LearnedNeighbour,
): void {
  const namespace = network.namespace(name);
  const { traffic } = namespace;
  const key = learnedKey(index, address);
  const known = traffic.learned.get(key);
  if (known?.lladdr === neighbour.lladdr && known.answered) return;
  const learned = traffic.learned.set(key, frozen(neighbour));
  network.replace(name, withTraffic(namespace, traffic.set('learned', learned)));
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
export function unansweredAt(
  { droppedAt }: Extract<Resolved, { kind: 'unanswered' }>,
  nexthop: Address,
  link: Link,
): string {
  const at = `neighbour ${printAddress(nexthop)} dev ${link.name}`;
  return droppedAt === undefined ? at : `${at}, whose discovery is dropped at ${droppedAt}`;
}
