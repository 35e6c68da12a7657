import { isUnspecified, type Address } from '../../address/address.js';
import { BROADCAST_LLADDR, groupLladdr } from '../../address/lladdr.js';
import { solicitedNode } from '../../namespace/address/groups-v6.js';
import { isSamePlace, type Link, type LinkPlace } from '../../namespace/link.js';
import type { Packet } from '../../packet/packet.js';
import type { Network } from '../network.js';
import { answering } from './answers.js';
import {
  advertisement,
  lossArriving,
  lossInBridge,
  lossLeaving,
  solicitation,
  type Loss,
} from './discover.js';
import { learn } from './learn.js';
import { takesFrom } from './link/macvlan.js';
import type { FrameHeader } from './move.js';
import { roam } from './roam.js';
import { spread, type Spread, type Station } from './stations.js';

/** What is asked: who on the link has an address. */
export interface Question {
  /** By which device. */
  readonly asked: LinkPlace;
  readonly link: Link;
  /** The address from which it is asked; unspecified when there is none. */
  readonly asker: Address;
  readonly target: Address;
}

/** Nobody has answered. */
export interface Unanswered {
  readonly kind: 'unanswered';
  /** How the question or its answer gets lost; absent where nobody would answer. */
  readonly lost?: Loss | undefined;
}

/** Who has answered. */
interface Answered {
  readonly kind: 'answered';
  readonly place: LinkPlace;
  readonly lladdr: string;
}

/**
 * Asks who on the link of a device has an address: the first whose answer gets back. All who answer know the asker from then on, whether the answer gets there or not.
 * Source: `arp_process`, `ndisc_recv_ns`.
 */
export function ask(network: Network, question: Question): Answered | Unanswered {
  const { asked, link, asker, target } = question;
  const message = target.family === 6 ? solicitation(asker, target) : undefined;
  const header = { to: questionTo(target), from: link.lladdr, tags: [] };
  const there = send(network, { place: asked, header, message });
  // Those who would answer, whether it comes to them or not.
  const reached = there.lost === undefined ? there : spread(network.machine, asked, header);
  let first: Answered | undefined;
  let lost: Loss | undefined;
  for (const one of answerers(network, question, reached.stations)) {
    const isReached = there.stations.some(({ place }) => isSamePlace(place, one.place));
    const heard: Answered | Unanswered = isReached
      ? answer(network, question, one)
      : { kind: 'unanswered', lost: there.lost };
    if (heard.kind === 'answered') first ??= heard;
    else lost ??= heard.lost;
  }
  return first ?? { kind: 'unanswered', lost };
}

/** Where a question about who has an address is sent: to all, or to the group of those who may have it. */
function questionTo(address: Address): string {
  return address.family === 4 ? BROADCAST_LLADDR : groupLladdr(solicitedNode(address));
}

/** Of the devices that have the question those that answer: who answers for another does it later. */
function answerers(
  network: Network,
  { link, asker, target }: Question,
  stations: readonly Station[],
): readonly Station[] {
  const hearing = stations.filter(
    (station) => takesFrom(station.link, link.lladdr) && takesFrom(link, station.link.lladdr),
  );
  const how = hearing.map(({ place, link: own }) =>
    answering(network.namespace(place.namespace), own, target, asker),
  );
  const those = (kind: 'itself' | 'another'): readonly Station[] =>
    hearing.filter((_, index) => how[index] === kind);
  return [...those('itself'), ...those('another')];
}

/** A device that has the question answers it. */
function answer(
  network: Network,
  { asked, link, asker, target }: Question,
  { place, link: { lladdr } }: Station,
): Answered | Unanswered {
  const isMessage = target.family === 6;
  const before = isMessage ? lossArriving(network, place, solicitation(asker, target)) : undefined;
  if (before !== undefined) return { kind: 'unanswered', lost: before };
  if (!isUnspecified(asker)) {
    learn(network, place, asker, { lladdr: link.lladdr, answered: false });
  }
  const message = isMessage ? advertisement(asker, target) : undefined;
  const header = { to: link.lladdr, from: lladdr, tags: [] };
  const back = send(network, { place, header, message, target: asker });
  // A tunnel sends it back to where the question came from.
  const isBack = back.wrapped || back.stations.some((one) => isSamePlace(one.place, asked));
  if (!isBack) return { kind: 'unanswered', lost: back.lost };
  const after = message === undefined ? undefined : lossArriving(network, asked, message);
  return after === undefined
    ? { kind: 'answered', place, lladdr }
    : { kind: 'unanswered', lost: after };
}

/** A question or an answer that a device is to send. */
interface Sending {
  readonly place: LinkPlace;
  readonly header: FrameHeader;
  /** Undefined for ARP, which passes no rules that are simulated. */
  readonly message: Packet | undefined;
  /** The address that it is for; undefined for all. */
  readonly target?: Address;
}

/** Where it comes, and how it is lost on some way. */
interface Reach extends Spread {
  readonly lost?: Loss | undefined;
}

/** Where a question or an answer comes; the bridges on its way learn its sender. */
function send(network: Network, { place, header, message, target }: Sending): Reach {
  let lost = message === undefined ? undefined : lossLeaving(network, place, message);
  if (lost !== undefined) return { stations: [], bridges: [], wrapped: false, lost };
  const passes = ({ bridge, port }: Spread['bridges'][number]): boolean => {
    const loss = message === undefined ? undefined : lossInBridge(network, bridge, port, message);
    lost ??= loss;
    return loss === undefined;
  };
  const found = spread(network.machine, place, header, { target, passes });
  for (const { bridge, port } of found.bridges) roam(network, bridge, port, header.from);
  return { ...found, lost };
}
