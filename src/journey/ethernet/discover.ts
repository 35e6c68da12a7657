import { printAddress } from '../../address/address-text.js';
import {
  addressFromWords,
  isUnspecified,
  sameAddress,
  type Address,
} from '../../address/address.js';
import type { Following } from '../../evaluate/connection-tracker.js';
import { sendPacket, type Sent } from '../../evaluate/send-packet.js';
import { ROOT_NAMESPACE } from '../../machine/machine.js';
import { solicitedNode } from '../../namespace/address/groups-v6.js';
import type { LinkPlace } from '../../namespace/link.js';
import { existingLink, linkByIndex } from '../../namespace/namespace.js';
import { makePacket } from '../../packet/make-packet.js';
import type { Packet } from '../../packet/packet.js';
import { PROTOCOL } from '../../packet/protocol.js';
import { printPlace } from '../../program/place.js';
import type { Network } from '../network.js';
import { hasChains, isShown } from './has-chains.js';
import { onwards } from './onwards.js';

/** Source: RFC 4861, sections 4.3 and 4.4. */
const SOLICITATION = 135;
const ADVERTISEMENT = 136;
/** Bytes of either message with the option of the link-layer address, and its header. */
const LENGTH = 72;
/** What has passed a router is none of a neighbour. */
const HOPS = 255;

const ALL_NODES = addressFromWords(6, [0xff020000, 0, 0, 1]);

/** How a message gets lost, in words that follow its name. */
export type Loss = string;

/** The question for the neighbour with an address. */
export function solicitation(asker: Address, target: Address): Packet {
  return message(SOLICITATION, asker, solicitedNode(target));
}

/** The answer of the neighbour with an address. */
export function advertisement(asker: Address, target: Address): Packet {
  return message(ADVERTISEMENT, target, isUnspecified(asker) ? ALL_NODES : asker);
}

function message(icmpType: number, src: Address, dst: Address): Packet {
  return makePacket({
    src: isUnspecified(src) ? undefined : src,
    dst,
    protocol: PROTOCOL.icmpv6,
    icmpType,
    ttl: HOPS,
    length: LENGTH,
  });
}

/** How a message gets lost where it is to leave by a device: rules drop it, or have it leave otherwise. Source: `ndisc_send_skb`. */
export function lossLeaving(network: Network, place: LinkPlace, packet: Packet): Loss | undefined {
  const namespace = network.namespace(place.namespace);
  if (!hasChains(namespace, 6, ['OUTPUT', 'POSTROUTING'])) return undefined;
  const { name: oif } = existingLink(namespace, place.index);
  const sent = walked(network, place, { ...packet, oif }, 'discovery');
  const { ending, registers, found } = sent.evaluation;
  if (ending.kind !== 'transmit') return lossOf(sent, place);
  if (registers.routeDev !== place.index) return lossOf(sent, place);
  const gateway = found?.resolution.gateway;
  if (gateway !== undefined && !sameAddress(gateway, packet.dst)) {
    return `is routed to ${printAddress(gateway)}${inNamespace(place)}`;
  }
  return lossOfHops(sent, place);
}

/** How a message gets lost in a bridge, by whose port it has come. Source: `br_nf_pre_routing`, `br_nf_forward`, `br_nf_post_routing`. */
export function lossInBridge(
  network: Network,
  bridge: LinkPlace,
  port: LinkPlace,
  packet: Packet,
): Loss | undefined {
  const namespace = network.namespace(bridge.namespace);
  if (!isShown(namespace, 6, existingLink(namespace, bridge.index))) return undefined;
  const { name: iif } = existingLink(namespace, port.index);
  const taken = walked(network, bridge, { ...packet, iif }, 'bridged');
  const { ending } = taken.evaluation;
  if (ending.kind !== 'transmit' || ending.bridged === undefined) return lossOf(taken, bridge);
  const sent = walked(
    network,
    bridge,
    { ...packet, iif },
    'bridge-on',
    onwards({ registers: taken.evaluation.registers, following: taken.following }),
  );
  return sent.evaluation.ending.kind === 'transmit'
    ? lossOfHops(sent, bridge)
    : lossOf(sent, bridge);
}

/** How a message gets lost that has come in by a device. Source: `ipv6_rcv`, `ndisc_rcv`. */
export function lossArriving(network: Network, place: LinkPlace, packet: Packet): Loss | undefined {
  const namespace = network.namespace(place.namespace);
  const isSeen = hasChains(namespace, 6, ['PREROUTING', 'INPUT']) || namespace.v6.customRules;
  if (!isSeen) return undefined;
  const { name: iif } = existingLink(namespace, place.index);
  const sent = walked(network, place, { ...packet, iif }, 'whole');
  return sent.evaluation.ending.kind === 'deliver' ? lossOfHops(sent, place) : lossOf(sent, place);
}

function walked(
  network: Network,
  { namespace: name }: LinkPlace,
  packet: Packet,
  path: 'discovery' | 'bridged' | 'bridge-on' | 'whole',
  following?: Following,
): Sent {
  const sent = sendPacket(
    network.namespace(name),
    packet,
    {},
    {
      socketless: true,
      kernelSocket: path === 'discovery',
      path,
      ...(following === undefined ? {} : { following }),
    },
  );
  network.replace(name, sent.namespace);
  return sent;
}

function lossOf({ evaluation, namespace }: Sent, place: LinkPlace): Loss {
  const { ending, registers } = evaluation;
  const where = inNamespace(place);
  if (ending.kind === 'drop' || ending.kind === 'error') {
    return `is dropped at ${printPlace(ending.at)}${where}`;
  }
  const dev = ending.kind === 'transmit' ? registers.routeDev : registers.indev;
  return `goes to ${linkByIndex(namespace, dev)?.name ?? `if${dev}`}${where}`;
}

/** Source: `ndisc_rcv`. */
function lossOfHops({ evaluation: { registers } }: Sent, place: LinkPlace): Loss | undefined {
  const { ttl } = registers;
  return ttl === HOPS ? undefined : `gets a hop limit of ${ttl}${inNamespace(place)}`;
}

function inNamespace({ namespace }: LinkPlace): string {
  return namespace === ROOT_NAMESPACE ? '' : ` in ${namespace}`;
}
