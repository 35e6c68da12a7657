import { sameAddress, type Address } from '../../address/address.js';
import { printAddress } from '../../address/address-text.js';
import { learnedKey } from '../../namespace/traffic/learned-key.js';
import type { Link } from '../../namespace/link.js';
import { existingLink, type Namespace } from '../../namespace/namespace.js';
import type { NeighbourState } from '../../neighbour/neighbour.js';
import type { Ended } from '../ended.js';
import type { Leaving } from '../hand-over/leaving.js';
import { headerOf } from '../header.js';
import type { Network } from '../network.js';
import type { Bridged } from '../traveller.js';
import { forwardFrame } from './bridge.js';
import { resolve, unansweredAt } from './resolve.js';
import { roam } from './roam.js';

/**
 * What br_netfilter has let through goes on as the frame that it is. Where its destination has changed, the frame is for the new next hop; while that is
 * not known on the link, the packet goes out by the bridge's own device. Source: `br_nf_pre_routing_finish_bridge`.
 */
export function bridgeOn(
  network: Network,
  { traveller, packet }: Ended,
  bridged: Bridged,
  { gateway }: Pick<Leaving, 'gateway'>,
): void {
  const { bridge, port } = bridged;
  const gone = { ...traveller, packet: { ...packet, iif: undefined } };
  roam(network, bridge, { ...bridge, index: port.index }, bridged.header.from);
  if (sameAddress(packet.dst, traveller.packet.dst)) {
    forwardFrame(network, gone, bridged);
    return;
  }
  const namespace = network.namespace(bridge.namespace);
  const link = existingLink(namespace, bridge.index);
  const nexthop = gateway ?? packet.dst;
  const known = connectedNeighbour(namespace, link, nexthop);
  if (known !== undefined) {
    forwardFrame(network, gone, { ...bridged, header: { ...bridged.header, to: known } });
    return;
  }
  const resolved = resolve(network, {
    traveller: gone,
    link,
    nexthop,
    routeType: 1,
  });
  if (resolved.kind === 'unanswered') {
    const at = unansweredAt(resolved, nexthop, link);
    network.note(traveller, { kind: 'drop', iif: port.name, at, reason: 'NEIGH_FAILED' });
    return;
  }
  network.note(traveller, {
    kind: 'transmit',
    iif: port.name,
    dev: link.name,
    gateway: gateway === undefined ? null : printAddress(gateway),
    ...headerOf(packet),
  });
  forwardFrame(network, gone, {
    bridge,
    port: undefined,
    header: { to: resolved.lladdr, tags: [] },
  });
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
