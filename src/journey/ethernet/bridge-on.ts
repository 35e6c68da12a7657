import { assertNever } from '../../assert-never.js';
import { sameAddress, type Address } from '../../address/address.js';
import { printAddress } from '../../address/address-text.js';
import { learnedKey } from '../../namespace/traffic/learned-key.js';
import type { Link } from '../../namespace/link.js';
import { existingLink, type Namespace } from '../../namespace/namespace.js';
import type { NeighbourState } from '../../neighbour/neighbour.js';
import type { BridgedStage } from '../../program/ending.js';
import type { Ended } from '../ended.js';
import type { Leaving } from '../hand-over/leaving.js';
import { headerOf } from '../header.js';
import { HOST_UNREACHABLE } from '../host-unreachable.js';
import { sendIcmpError } from '../answer/icmp-error.js';
import type { Network } from '../network.js';
import type { Bridged, Traveller } from '../traveller.js';
import { forwardFrame, sendByPort } from './bridge.js';
import { onwards } from './onwards.js';
import { resolve, unansweredAt } from './resolve.js';
import { roam } from './roam.js';

/** How a frame goes on: how far it has come, and by which gateway it has to be sent if it has another destination. */
interface GoingOn extends Pick<Leaving, 'gateway'> {
  readonly stage: BridgedStage;
}

/** What br_netfilter has let through goes on as the frame that it is. Source: `br_handle_frame_finish`, `br_nf_dev_queue_xmit`. */
export function bridgeOn(
  network: Network,
  ended: Ended,
  bridged: Bridged,
  { stage, gateway }: GoingOn,
): void {
  const { traveller, packet } = ended;
  switch (stage) {
    case 'received':
      sendCopies(network, ended, traveller, bridged);
      return;
    case 'turned':
      turnFrame(network, ended, bridged, { gateway });
      return;
    case 'through': {
      const { out } = bridged;
      const gone = { ...traveller, packet: { ...packet, iif: undefined } };
      if (out !== undefined) sendByPort(network, gone, { ...bridged, out });
      return;
    }
    default:
      assertNever(stage);
  }
}

/** A bridge learns from a frame that has come through PREROUTING, and has a copy of it go on for each port by which it leaves. */
function sendCopies(
  network: Network,
  { packet, registers, following }: Ended,
  from: Traveller,
  bridged: Bridged,
): void {
  const { bridge, port, header } = bridged;
  roam(network, bridge, { ...bridge, index: port.index }, header.from);
  const gone = { ...from, packet: { ...packet, iif: undefined } };
  const shared = onwards({ registers, following });
  forwardFrame(network, gone, bridged, (out) => {
    network.enter({
      ...from,
      packet: { ...packet, iif: port.name },
      path: 'bridge-on',
      bridged: { ...bridged, out },
      following: shared,
    });
  });
}

/**
 * A frame whose destination has changed is for the next hop of the new one, and goes on as a frame of the port by which it came. While that next hop is not known on
 * the link, the bridge's own device sends it first. Source: `br_nf_pre_routing_finish_bridge`, `br_nf_pre_routing_finish_bridge_slow`.
 */
function turnFrame(
  network: Network,
  ended: Ended,
  bridged: Bridged,
  { gateway }: Pick<Leaving, 'gateway'>,
): void {
  const { traveller, packet } = ended;
  const { bridge, port, header } = bridged;
  const namespace = network.namespace(bridge.namespace);
  const link = existingLink(namespace, bridge.index);
  const nexthop = gateway ?? packet.dst;
  const goOn = (from: Traveller, to: string | null, turned: Pick<Bridged, 'resent'>): void => {
    sendCopies(network, ended, from, { bridge, port, header: { ...header, to }, ...turned });
  };
  const known = connectedNeighbour(namespace, link, nexthop);
  if (known !== undefined) {
    goOn(traveller, known, {});
    return;
  }
  const gone = { ...traveller, packet: { ...packet, iif: undefined } };
  const resolved = resolve(network, { traveller: gone, link, nexthop, routeType: 1 });
  if (resolved.kind === 'unanswered') {
    // Of what was in a frame for another host nothing is reported. Source: `icmp_send`, `icmp6_send`.
    const icmp = traveller.path === 'bridge-own' ? HOST_UNREACHABLE[nexthop.family] : undefined;
    const at = unansweredAt(resolved, nexthop, link);
    const drop = { kind: 'drop', iif: port.name, at, reason: 'NEIGH_FAILED' } as const;
    const number = network.note(traveller, icmp === undefined ? drop : { ...drop, icmp });
    if (icmp === undefined) return;
    sendIcmpError(network, { ...ended, traveller: { ...traveller, number } }, icmp);
    return;
  }
  const number = network.note(traveller, {
    kind: 'transmit',
    iif: port.name,
    dev: link.name,
    gateway: gateway === undefined ? null : printAddress(gateway),
    ...headerOf(packet),
  });
  goOn({ ...traveller, number }, resolved.lladdr, { resent: true });
}

/** The link-layer address of a neighbour that is known to be there (NUD_CONNECTED). */
function connectedNeighbour(
  { neighbours, traffic }: Namespace,
  { index }: Link,
  address: Address,
): string | undefined {
  const entry = neighbours.find(
    (one) => one.dev === index && !one.proxy && sameAddress(one.address, address),
  );
  if (entry !== undefined) return CONNECTED.has(entry.state) ? entry.lladdr : undefined;
  const learned = traffic.learned.get(learnedKey(index, address));
  return learned?.answered === true ? learned.lladdr : undefined;
}

const CONNECTED: ReadonlySet<NeighbourState> = new Set(['permanent', 'noarp', 'reachable']);
