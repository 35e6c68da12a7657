import { printAddress } from '../../address/address-text.js';
import type { Address } from '../../address/address.js';
import type { Ended } from '../../journey/ended.js';
import { bridgeOn } from '../../journey/ethernet/bridge-on.js';
import { handInVain, handOver, isHandedOver } from '../../journey/hand-over/hand-over.js';
import { headerOf } from '../../journey/header.js';
import type { Network } from '../../journey/network.js';
import type { Traveller } from '../../journey/traveller.js';
import { namespaceOf, type Machine } from '../../machine/machine.js';
import type { LinkKind, LinkPlace } from '../../namespace/link.js';
import { linkByName } from '../../namespace/namespace.js';
import { FALSE, type Diagram, type Node } from '../engine/diagram.js';
import { isMasked } from '../engine/vector.js';
import type { Findings } from '../fate/findings.js';
import type { BridgedStage } from '../../program/ending.js';
import { FIELD_INDEX } from '../packets/packet-space.js';
import type { State } from '../run/state.js';
import { arrivingRegisters, handedDownRegisters, sentOnRegisters } from './entering-registers.js';
import type { Learned, Leg } from './leg.js';
import { nextHopsOf } from './next-hops.js';
import { byLength, enterWrapped, handWrapped } from './hand-wrapped.js';
import { withRoamed } from './roamed.js';
import { bySharer } from './by-sharer.js';
import { SHOWN_MARK } from './shown-mark.js';
import { endLeft, isSealed, tried } from './tried.js';
import { sealedAlike, sealedRegisters } from './wireguard.js';
import type { Outcome, Part } from './outcome.js';

/** Packets that leave a namespace. */
interface Gone {
  readonly leg: Leg;
  readonly state: Pick<State, 'packets' | 'registers' | 'memory'>;
  readonly findings: Findings;
  /** They stay on the bridge by which they came. */
  readonly bridged: BridgedStage | undefined;
  /** The device has no carrier. */
  readonly inVain: boolean;
}

/** What devices of a kind do with packets: they send frames, or seal the packets. Others can't be followed if they lead anywhere. */
const FOLLOWED: Readonly<Partial<Record<LinkKind, (outcome: Outcome, part: Part) => void>>> = {
  veth: handFrames,
  bridge: handFrames,
  vlan: handFrames,
  bond: handFrames,
  macvlan: handFrames,
  gretap: handFrames,
  vxlan: handFrames,
  geneve: handFrames,
  ipvlan: handFrames,
  tun: handFrames,
  tap: handFrames,
  ipip: handWrapped,
  gre: handWrapped,
  sit: handWrapped,
  ip6tnl: handWrapped,
  wireguard: handSealed,
  vrf: handVrf,
};

/** Has packets go on from a namespace that they leave; returns those that have no device by which they could. */
export function leave(outcome: Outcome, gone: Gone): Node {
  const { leg, state } = gone;
  const { diagram, machine } = outcome;
  const namespace = namespaceOf(machine, leg.namespace);
  let rest = state.packets;
  for (const link of namespace.links) {
    const dev = state.registers[FIELD_INDEX.routeDev] ?? [];
    const here = diagram.and(state.packets, isMasked(diagram, dev, 0x7fffffff, link.index));
    if (here === FALSE) continue;
    rest = diagram.minus(rest, here);
    for (const { packets, gateway } of gatewaysOf(diagram, gone, here)) {
      const part: Part = { leg, registers: state.registers, packets, link, gateway };
      if (gone.inVain) handFrames(outcome, part, handInVain);
      else if (gone.bridged !== undefined) passOn(outcome, part, gone.bridged);
      else hand(outcome, part);
    }
  }
  return rest;
}

/** Packets by the gateway to which they go. */
function gatewaysOf(
  diagram: Diagram,
  { state: { registers, memory }, findings }: Gone,
  packets: Node,
): readonly { readonly packets: Node; readonly gateway: Address | undefined }[] {
  const gateways = new Map<string, { gateway: Address | undefined; found: Set<number> }>();
  for (const number of diagram.valuesWhere(memory.found, packets)) {
    const gateway = findings.resolution(number)?.gateway;
    const key = gateway === undefined ? '' : printAddress(gateway);
    const known = gateways.get(key) ?? { gateway, found: new Set() };
    known.found.add(number);
    gateways.set(key, known);
  }
  const [direct = FALSE] = registers[FIELD_INDEX.direct] ?? [];
  const parts = [...gateways.values()].map(({ gateway, found }) => {
    const where = diagram.whereValue(memory.found, (number) => found.has(number));
    return {
      gateway,
      packets: diagram.minus(diagram.and(packets, where), gateway === undefined ? FALSE : direct),
    };
  });
  const onLink = {
    gateway: undefined,
    packets: diagram.and(
      packets,
      diagram.minus(
        direct,
        diagram.any(parts.filter(({ gateway }) => gateway === undefined).map((one) => one.packets)),
      ),
    ),
  };
  return [...parts, onLink].filter((part) => part.packets !== FALSE);
}

/**
 * What frames may go by that is not worked out for all packets: no packets are followed while it is there. A macvlan device has a copy of what goes
 * elsewhere, and what comes to IPvlan devices of the mode `l3s` has a part of its way below.
 */
function unfollowed({ namespaces }: Machine): string | undefined {
  for (const { links } of namespaces.values()) {
    for (const { name, settings } of links) {
      if (settings.kind === 'macvlan' && settings.mode === 'source') {
        return `macvlan device ${name} in the mode source`;
      }
      if (settings.kind === 'ipvlan' && settings.mode === 'l3s') {
        return `IPvlan device ${name} in the mode l3s`;
      }
    }
  }
  return undefined;
}

function hand(outcome: Outcome, part: Part): void {
  const { link, packets, leg } = part;
  const { machine } = outcome;
  const what = unfollowed(machine);
  if (what !== undefined) {
    outcome.stop(packets, what);
    return;
  }
  const follow = FOLLOWED[link.kind];
  if (follow !== undefined) {
    follow(outcome, part);
    return;
  }
  outcome.cross({ namespace: leg.namespace, dev: link.name, packets, sealed: isSealed(leg) });
  if (isHandedOver(link.kind)) outcome.stop(packets, `${link.kind} device ${link.name}`);
  else endLeft(outcome, part, packets);
}

/** Frames for the next hop leave the device, if it is found on the link. */
function handFrames(outcome: Outcome, part: Part, handing = handOver): void {
  const { diagram, machine } = outcome;
  const { leg, link, gateway } = part;
  const { namespace, family, learned } = leg;
  const leaving = { ...part, machine: withRoamed(machine, leg.roamed), namespace, family, learned };
  for (const { packets, learned: taught, what, isThere } of nextHopsOf(diagram, leaving)) {
    if (what !== undefined) {
      if (isThere === true) {
        outcome.cross({ namespace, dev: link.name, packets, sealed: isSealed(leg) });
      }
      outcome.stop(packets, what);
      continue;
    }
    const act = (network: Network, ended: Ended): void =>
      handing(network, ended, { link, iif: ended.packet.iif ?? null, gateway });
    receive(outcome, { ...part, packets }, { act, learned: taught });
  }
}

/** A bridge sends its frame on. */
function passOn(outcome: Outcome, part: Part, stage: BridgedStage): void {
  const { gateway, leg } = part;
  const { bridged } = leg;
  if (bridged === undefined) return;
  const act = (network: Network, ended: Ended): void =>
    bridgeOn(network, ended, bridged, { stage, gateway });
  if (stage === 'turned') turn(outcome, part, act);
  else receive(outcome, part, { act, learned: [] });
}

/** The destination of a frame has changed: it is for the next hop of the new one. */
function turn(outcome: Outcome, part: Part, act: Handing['act']): void {
  const { diagram, machine } = outcome;
  const { namespace, family, learned, roamed } = part.leg;
  const there = withRoamed(machine, roamed);
  const leaving = { ...part, machine: there, namespace, family, learned };
  for (const { packets, learned: taught, what } of nextHopsOf(diagram, leaving)) {
    if (what === undefined) receive(outcome, { ...part, packets }, { act, learned: taught });
    else outcome.stop(packets, what);
  }
}

/** A VRF device sends on what it was handed: it is the same packet, made here by nobody but the one who made it. */
function handVrf(outcome: Outcome, { leg, link, registers, packets }: Part): void {
  const { namespace } = leg;
  outcome.cross({ namespace, dev: link.name, packets, sealed: isSealed(leg) });
  const socketless = leg.socketless || leg.arrives;
  outcome.enter({
    ...leg,
    arrives: false,
    path: 'vrf',
    packets,
    registers: sentOnRegisters(registers, link.index, socketless),
    socketless,
    bridged: undefined,
  });
}

/** How packets are handed on that are handed on alike. */
interface Handing {
  readonly act: (network: Network, ended: Ended) => void;
  readonly learned: readonly Learned[];
}

/** Has packets arrive where one of them does, as they are. */
function receive(outcome: Outcome, part: Part, handing: Handing): void {
  for (const packets of byLength(outcome.diagram, outcome.machine, part)) {
    for (const alike of bySharer(outcome.diagram, outcome.machine, { ...part, packets })) {
      receiveAlike(outcome, { ...part, packets: alike }, handing);
    }
  }
}

function receiveAlike(outcome: Outcome, part: Part, { act, learned }: Handing): void {
  const { leg, registers, packets, link } = part;
  if (packets === FALSE) return;
  const { probe, packet, roamed } = tried(outcome, part, act);
  for (const entered of probe.entered) {
    if (entered.wrapped !== undefined) {
      enterWrapped(outcome, part, { made: entered, length: packet.length, learned, roamed });
      continue;
    }
    const to = namespaceOf(outcome.machine, entered.namespace);
    const below = linkByName(to, entered.packet.oif ?? '')?.index;
    if (entered.handedOn === true && below !== undefined && isAsItWas(entered, packet)) {
      const socketless = entered.socketless === true;
      const keepsMark = entered.packet.mark === SHOWN_MARK;
      outcome.enter({
        ...leg,
        namespace: entered.namespace,
        arrives: false,
        path: entered.path ?? 'whole',
        packets,
        registers: handedDownRegisters(registers, { oif: below, socketless, keepsMark }),
        socketless,
        bridged: undefined,
        learned: [...leg.learned, ...learned],
        roamed,
      });
      continue;
    }
    const iif = linkByName(to, entered.packet.iif ?? '')?.index;
    if (iif === undefined || !isAsItWas(entered, packet)) {
      outcome.stop(packets, `what ${link.name} does to packets`);
      continue;
    }
    outcome.enter({
      ...leg,
      namespace: entered.namespace,
      arrives: true,
      path: entered.path ?? 'whole',
      packets,
      registers:
        entered.path === 'bridge-on'
          ? registers
          : arrivingRegisters(registers, iif, entered.packet.mark === SHOWN_MARK),
      socketless: false,
      bridged: entered.bridged,
      learned: [...leg.learned, ...learned],
      roamed,
    });
  }
}

/** Whether a packet arrives with the header with which it left. */
export function isAsItWas({ packet, inner }: Traveller, before: Ended['packet']): boolean {
  return inner === undefined && headerText(packet) === headerText(before);
}

function headerText(packet: Ended['packet']): string {
  const { length, sport, dport, icmpType } = packet;
  return JSON.stringify([{ ...headerOf(packet), mark: 0 }, length, sport, dport, icmpType]);
}

/** Packets are put into others, for the peer to which their destinations belong. */
function handSealed(outcome: Outcome, part: Part): void {
  const { diagram, machine } = outcome;
  const { leg, link, registers, gateway } = part;
  const place: LinkPlace = { namespace: leg.namespace, index: link.index };
  const key = `${leg.namespace}/${link.index} `;
  for (const condition of sealedAlike(diagram, link, leg.family, registers)) {
    const packets = diagram.and(part.packets, condition);
    if (packets === FALSE) continue;
    const alike = { ...part, packets };
    const { probe, roamed } = tried(outcome, alike, (network, ended) =>
      handOver(network, ended, { link, iif: ended.packet.iif ?? null, gateway }),
    );
    for (const made of probe.entered) {
      if (made.sealed?.kind !== 'data') {
        const end = { namespace: leg.namespace, dev: link.name, at: null, packets, registers };
        outcome.end({
          kind: 'waits',
          family: leg.family,
          wrapped: leg.within !== undefined,
          ...end,
        });
        continue;
      }
      if (leg.packet.includes(key)) {
        outcome.stop(packets, `packets of ${link.name} that are put into ${link.name} again`);
        continue;
      }
      if (
        leg.opened.some(
          ({ namespace, index }) => namespace === place.namespace && index === place.index,
        )
      ) {
        outcome.stop(packets, `where the peers of ${link.name} are once it has heard of them`);
        continue;
      }
      outcome.enter({
        ...leg,
        family: made.packet.dst.family,
        namespace: made.namespace,
        arrives: false,
        path: made.path ?? 'whole',
        packets,
        registers: sealedRegisters(diagram, made, namespaceOf(machine, made.namespace), registers),
        socketless: made.socketless === true,
        bridged: undefined,
        packet: `${leg.packet}${key}`,
        roamed,
        within: {
          family: leg.family,
          registers,
          sealed: made.sealed,
          packet: leg.packet,
          within: leg.within,
        },
      });
    }
  }
}
