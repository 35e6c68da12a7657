import type { Family } from '../../address/family.js';
import { openDevices, ownKey, type WireguardDevice } from '../../journey/sealed.js';
import type { Traveller } from '../../journey/traveller.js';
import { namespaceOf, type Machine } from '../../machine/machine.js';
import type { Link } from '../../namespace/link.js';
import { wireguardOf } from '../../namespace/wireguard/wireguard-of.js';
import type { Namespace } from '../../namespace/namespace.js';
import { PROTOCOL } from '../../packet/protocol.js';
import type { WireguardPeer } from '../../namespace/wireguard/wireguard.js';
import { isOfPeer } from '../../path/allowed-ips.js';
import { isHeardUnbound } from '../../path/domain.js';
import { all, equals, inRange } from '../../predicate/predicate.js';
import { TRUE, type Diagram, type Node } from '../engine/diagram.js';
import { addTo, constantVector, withBits, type Vector } from '../engine/vector.js';
import { FIELD_INDEX, type Registers } from '../packets/packet-space.js';
import { conditionOf } from '../run/predicate-condition.js';
import { madeRegisters } from './entering-registers.js';
import type { Leg } from './leg.js';
import { congestionBits } from './outer-registers.js';

/** Conditions of which a packet that a WireGuard device is handed meets one: those that meet the same are sealed alike. */
export function sealedAlike(
  diagram: Diagram,
  link: Link,
  family: Family,
  registers: Registers,
): readonly Node[] {
  const wireguard = wireguardOf(link);
  if (wireguard === undefined) return [TRUE];
  const ofPeers = wireguard.peers.map((peer) =>
    all([
      inRange('length', 0, link.mtuBytes),
      isOfPeer(wireguard, family, 'dst', (one) => one === peer),
    ]),
  );
  const peers = ofPeers.map((when) => conditionOf(diagram, when, registers));
  return [...peers, diagram.not(diagram.any(peers))];
}

/**
 * The registers of the packet around others.
 *
 * @param made - the packet around one of them
 */
export function sealedRegisters(
  diagram: Diagram,
  { packet, socketless, through }: Traveller,
  namespace: Namespace,
  inner: Registers,
): Registers {
  const of = (field: 'tos' | 'length' | 'uid' | 'gid'): Vector => inner[FIELD_INDEX[field]] ?? [];
  const blocks = withBits(addTo(diagram, of('length'), 15), ~15);
  const header = packet.dst.family === 4 ? 28 : 48;
  const owner = socketless === true ? {} : { uid: of('uid'), gid: of('gid') };
  return madeRegisters(packet, namespace, {
    tos: [...constantVector(6, 0), ...congestionBits(diagram, of('tos'))],
    length: addTo(diagram, blocks, 32 + header),
    ...owner,
    ...(socketless === true ? { socket: constantVector(1, 0) } : {}),
    ...(through === undefined ? {} : { iif: constantVector(31, through) }),
  });
}

/** A device whose socket takes what is delivered to its port. */
export interface Taking {
  /** The packets that it takes. */
  readonly packets: Node;
  readonly device: WireguardDevice;
  /** The peer that has sealed them, if the device can open them; undefined when it can't. */
  readonly peer: WireguardPeer | undefined;
}

/** The WireGuard devices that take packets which are delivered in a namespace. */
export function takenBy(
  diagram: Diagram,
  machine: Machine,
  { namespace, within }: Leg,
  registers: Registers,
): readonly Taking[] {
  const ports = new Set<number>();
  return openDevices(machine).flatMap((device): readonly Taking[] => {
    const { birthNamespace, listenPort, peers } = device.wireguard;
    if (birthNamespace !== namespace || ports.has(listenPort)) return [];
    ports.add(listenPort);
    const when = all([
      equals('protocol', PROTOCOL.udp),
      equals('dport', listenPort),
      isHeardUnbound(namespaceOf(machine, namespace), PROTOCOL.udp),
    ]);
    const sealed = within?.sealed;
    const isForIt = sealed?.to === ownKey(device.wireguard);
    const peer = isForIt ? peers.find(({ publicKey }) => publicKey === sealed?.from) : undefined;
    return [{ packets: conditionOf(diagram, when, registers), device, peer }];
  });
}
