import { receiveIp6Tunnelled } from '../../journey/answer/ip6-tunnel.js';
import { receiveOverlaid } from '../../journey/answer/overlay.js';
import { receiveTunnelled } from '../../journey/answer/tunnel.js';
import type { Ended } from '../../journey/ended.js';
import { loadAddress } from '../../evaluate/registers.js';
import { makePacket } from '../../packet/make-packet.js';
import { packetOf } from '../../journey/header.js';
import type { Network } from '../../journey/network.js';
import { namespaceOf, type Machine } from '../../machine/machine.js';
import { ip6TunnelOf } from '../../namespace/link-kind/ip6tnl.js';
import { overlayOf } from '../../namespace/link-kind/overlay.js';
import { tunnelOf } from '../../namespace/link-kind/tunnel.js';
import { existingLink, linkByName } from '../../namespace/namespace.js';
import { domainsOf } from '../../namespace/vrf.js';
import { isUnspecified } from '../../address/address.js';
import { SIX_TO_FOUR } from '../../address/ipv4-within.js';
import { PROTOCOL } from '../../packet/protocol.js';
import { addressIn, addressIs } from '../../predicate/address-predicate.js';
import { any, equals, type Predicate } from '../../predicate/predicate.js';
import { conditionOf } from '../run/predicate-condition.js';
import { FALSE, type Diagram, type Node } from '../engine/diagram.js';
import { FIELD_INDEX, type Registers } from '../packets/packet-space.js';
import { arrivingRegisters } from './entering-registers.js';
import { isAsItWas } from './leave.js';
import type { Leg, Within } from './leg.js';
import { valuesOf } from './representative.js';
import { SHOWN_MARK } from './shown-mark.js';
import { tried } from './tried.js';
import { divideBy } from './divide.js';
import type { Outcome, Part } from './outcome.js';

/**
 * Takes packets that are delivered in a namespace for the tunnels whose far ends are there, and has what is in them go on.
 *
 * @returns those that no tunnel has taken
 */
export function unwrap(
  outcome: Outcome,
  leg: Leg,
  delivered: Node,
  registers: Registers,
  taken: (some: Node) => void,
): Node {
  const { diagram, machine } = outcome;
  const { within } = leg;
  if (within?.wrapped === undefined) return delivered;
  let left: Node = FALSE;
  const spoofed = diagram.and(delivered, doubtedBySit(diagram, machine, leg, within));
  if (spoofed !== FALSE) {
    taken(spoofed);
    outcome.stop(spoofed, 'addresses of 6to4 that come by sit devices');
  }
  const believed = diagram.minus(delivered, spoofed);
  const alike = divideByTaker(diagram, machine, leg, { packets: believed, registers });
  for (const packets of alike) {
    const { wrapped } = within;
    const link = existingLink(namespaceOf(machine, wrapped.by.namespace), wrapped.by.index);
    const part = { leg, registers, packets, link, gateway: undefined };
    let isTaken = false;
    const values = valuesOf(diagram, within.registers, packets);
    const dst = loadAddress(values, 'dst', within.family);
    const inner = packetOf(values, within.family, makePacket({ dst, protocol: values.protocol }));
    const { probe, roamed } = tried(
      outcome,
      part,
      (network, ended) => {
        const traveller = {
          ...ended.traveller,
          namespace: leg.namespace,
          inner: { namespace: leg.namespace, packet: inner, cause: 'sent', number: 0 } as const,
          wrapped,
        };
        isTaken = receiveWrapped(network, { ...ended, traveller });
      },
      within,
    );
    if (!isTaken) {
      left = diagram.or(left, packets);
      continue;
    }
    taken(packets);
    for (const entered of probe.entered) {
      const to = namespaceOf(machine, entered.namespace);
      const iif = linkByName(to, entered.packet.iif ?? '')?.index;
      if (iif === undefined || !isAsItWas(entered, inner)) {
        outcome.stop(packets, `what ${link.name} does to packets`);
        continue;
      }
      const keepsMark = entered.packet.mark === SHOWN_MARK;
      outcome.enter({
        ...leg,
        family: within.family,
        namespace: entered.namespace,
        arrives: true,
        path: entered.path ?? 'whole',
        packets,
        registers: arrivingRegisters(withMark(within.registers, registers), iif, keepsMark),
        socketless: false,
        bridged: entered.bridged,
        packet: within.packet,
        roamed,
        within: within.within,
      });
    }
  }
  return left;
}

/** The packets whose addresses a sit device that takes packets of many holds against those of the outer packet. */
function doubtedBySit(
  diagram: Diagram,
  { namespaces }: Machine,
  { namespace: birth }: Leg,
  within: Within,
): Node {
  const doubts = [...namespaces.values()].some(({ links }) =>
    links.some((link) => {
      const tunnel = tunnelOf(link);
      return tunnel?.type === 'sit' && tunnel.birthNamespace === birth && !link.pointToPoint;
    }),
  );
  if (!doubts || within.family === 4 || within.wrapped?.kind !== 'sit') return FALSE;
  const ends = [addressIn('src', SIX_TO_FOUR), addressIn('dst', SIX_TO_FOUR)];
  return conditionOf(diagram, any(ends), within.registers);
}

/** What comes out of a tunnel has the mark of the packet around it, if any. */
function withMark(registers: Registers, of: Registers): Registers {
  const index = FIELD_INDEX.mark;
  return registers.map((vector, at) => (at === index ? (of[index] ?? []) : vector));
}

function receiveWrapped(network: Network, ended: Ended): boolean {
  return (
    receiveTunnelled(network, ended) ||
    receiveIp6Tunnelled(network, ended) ||
    (ended.packet.protocol === PROTOCOL.udp && receiveOverlaid(network, ended))
  );
}

/** Packets divided by all that decides which tunnel takes them. */
function divideByTaker(
  diagram: Diagram,
  machine: Machine,
  { namespace: birth, family }: Leg,
  part: Pick<Part, 'packets' | 'registers'>,
): readonly Node[] {
  // Sockets hear of what comes out of a VRF, or don't.
  const conditions: Predicate[] = domainsOf(namespaceOf(machine, birth)).map(({ vrf }) =>
    equals('indev', vrf.index),
  );
  for (const link of [...machine.namespaces.values()].flatMap(({ links }) => links.toArray())) {
    const tunnel = tunnelOf(link) ?? ip6TunnelOf(link) ?? overlayOf(link);
    if (tunnel?.birthNamespace !== birth) continue;
    const below = link.lower?.index;
    if (below !== undefined) conditions.push(equals('indev', below), equals('iif', below));
    if ('dstport' in tunnel) conditions.push(equals('dport', tunnel.dstport));
    for (const [field, end] of [['src', tunnel.remote] as const, ['dst', tunnel.local] as const]) {
      const isSome = end !== undefined && !isUnspecified(end) && end.family === family;
      if (isSome) conditions.push(addressIs(field, end));
    }
  }
  return divideBy(diagram, conditions, part);
}
