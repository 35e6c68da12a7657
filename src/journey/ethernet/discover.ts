import { addressFromWords, isUnspecified, type Address } from '../../address/address.js';
import { sendPacket } from '../../evaluate/send-packet.js';
import { solicitedNode } from '../../namespace/address/groups-v6.js';
import { existingLink, type Namespace } from '../../namespace/namespace.js';
import type { LinkPlace } from '../../namespace/link.js';
import { baseChains } from '../../netfilter/netfilter.js';
import { makePacket } from '../../packet/make-packet.js';
import type { Packet } from '../../packet/packet.js';
import { PROTOCOL } from '../../packet/protocol.js';
import type { Ending } from '../../program/ending.js';
import { printPlace } from '../../program/place.js';
import { ROOT_NAMESPACE } from '../../machine/machine.js';
import type { Network } from '../network.js';

/** Source: RFC 4861, sections 4.3 and 4.4. */
const SOLICITATION = 135;
const ADVERTISEMENT = 136;
/** Bytes of either message with the option of the link-layer address, and its header. */
const LENGTH = 72;
const HOPS = 255;

const ALL_NODES = addressFromWords(6, [0xff020000, 0, 0, 1]);

/** Who asks for a neighbour, and who answers. */
export interface Discovery {
  readonly asked: LinkPlace;
  /** The address from which it is asked; unspecified when there is none. */
  readonly asker: Address;
  readonly answering: LinkPlace;
  readonly target: Address;
}

/**
 * Where a rule drops the question for an IPv6 neighbour or the answer; undefined where both get through. ARP passes no rules that are simulated. Source:
 * `ndisc_send_skb`, which looks no route up.
 */
export function discoveryDrop(network: Network, discovery: Discovery): string | undefined {
  const { asked, asker, answering, target } = discovery;
  const question = message(SOLICITATION, asker, solicitedNode(target));
  const answer = message(ADVERTISEMENT, target, isUnspecified(asker) ? ALL_NODES : asker);
  return (
    dropAt(network, asked, question, 'OUTPUT') ??
    dropAt(network, answering, question, 'INPUT') ??
    dropAt(network, answering, answer, 'OUTPUT') ??
    dropAt(network, asked, answer, 'INPUT')
  );
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

/** Where the rules of a host drop a message that leaves by one of its devices, or comes in by it. */
function dropAt(
  network: Network,
  { namespace: name, index }: LinkPlace,
  packet: Packet,
  hook: 'OUTPUT' | 'INPUT',
): string | undefined {
  const namespace = network.namespace(name);
  if (!hasRules(namespace)) return undefined;
  const { name: device } = existingLink(namespace, index);
  const end = hook === 'OUTPUT' ? { oif: device } : { iif: device };
  const sent = sendPacket(namespace, { ...packet, ...end }, {}, { socketless: true });
  network.replace(name, sent.namespace);
  const place = droppedBy(sent.evaluation.ending);
  const where = name === ROOT_NAMESPACE ? '' : ` in ${name}`;
  return place === undefined ? undefined : `${place}${where}`;
}

function hasRules({ netfilter }: Namespace): boolean {
  return HOOKS.some((hook) => baseChains(netfilter, 6, hook).length > 0);
}

const HOOKS = ['PREROUTING', 'INPUT', 'OUTPUT', 'POSTROUTING'] as const;

/** The rule or policy that drops a packet; what else ends it is none of netfilter's. */
function droppedBy(ending: Ending): string | undefined {
  if (ending.kind !== 'drop') return undefined;
  const { kind } = ending.at;
  return kind === 'rule' || kind === 'policy' ? printPlace(ending.at) : undefined;
}
