import { sameAddress } from '../../address/address.js';
import { withTraffic } from '../../evaluate/program-of.js';
import { namespaceOf, type Machine } from '../../machine/machine.js';
import { lladdrKey } from '../../namespace/lladdr-key.js';
import {
  isFixed,
  overlayFamily,
  overlayOf,
  type OverlaySettings,
} from '../../namespace/link-kind/overlay.js';
import type { Link, LinkPlace } from '../../namespace/link.js';
import { linkByIndex, type Namespace } from '../../namespace/namespace.js';
import { vrfOf } from '../../namespace/vrf.js';
import { PROTOCOL } from '../../packet/protocol.js';
import { atPlace } from '../at-place.js';
import type { Ended } from '../ended.js';
import type { Network } from '../network.js';
import { isHeardUnbound } from './heard.js';
import type { Traveller } from '../traveller.js';

/** A VXLAN or Geneve device whose socket is open. */
interface OpenOverlay {
  readonly place: LinkPlace;
  readonly link: Link;
  readonly settings: OverlaySettings;
}

/**
 * Takes a datagram that has come to the port of VXLAN or Geneve devices; false when there are none of that port. The frame within comes in by the device of that
 * VNI, which for Geneve has the sender as its far end, with the mark of the datagram. Source: `vxlan_rcv`, `geneve_udp_encap_recv`.
 */
export function receiveOverlaid(network: Network, ended: Ended): boolean {
  const { traveller, packet } = ended;
  const open = openAt(network.machine, ended);
  const { inner, wrapped } = traveller;
  const frame = wrapped?.frame;
  if (inner === undefined || frame === undefined) return open.length > 0;
  const taker = open.find(
    ({ link: { kind }, settings: { vni, remote } }) =>
      kind === wrapped?.kind &&
      vni === wrapped.key &&
      (kind === 'vxlan' ||
        (remote !== undefined && packet.src !== undefined && sameAddress(remote, packet.src))),
  );
  // A frame of its own comes in by none.
  if (taker === undefined || frame.from === taker.link.lladdr) return open.length > 0;
  const { place } = taker;
  if (!learn(network, ended, taker, frame.from)) return true;
  const isHere = place.namespace === traveller.namespace;
  const taken: Traveller = {
    ...atPlace(inner, place.namespace),
    packet: { ...inner.packet, mark: isHere ? packet.mark : 0, oif: undefined, uid: 0, gid: 0 },
    cause: 'tunnel',
    number: undefined,
  };
  network.move(taken, [{ kind: 'receive', place, header: frame }]);
  return true;
}

function openAt(machine: Machine, ended: Ended): readonly OpenOverlay[] {
  const {
    traveller: { namespace: birth },
    packet: { dst, dport },
  } = ended;
  return [...machine.namespaces].flatMap(([namespace, { links }]) =>
    links.toArray().flatMap((link) => {
      const settings = link.up ? overlayOf(link) : undefined;
      const isOpen =
        settings?.birthNamespace === birth &&
        settings.dstport === dport &&
        overlayFamily(settings) === dst.family &&
        isHeardBy(link, namespaceOf(machine, birth), ended);
      return isOpen ? [{ place: { namespace, index: link.index }, link, settings }] : [];
    }),
  );
}

/** The socket of a VXLAN device is bound to the VRF in which the device below it is; others are bound to none. Source: `vxlan_sock_add`, `geneve_sock_add`. */
function isHeardBy({ kind, lower }: Link, birth: Namespace, ended: Ended): boolean {
  const below = kind === 'vxlan' && lower !== undefined ? lower.index : 0;
  const vrf = vrfOf(birth, linkByIndex(birth, below));
  if (vrf === undefined) return isHeardUnbound(birth, ended, PROTOCOL.udp);
  return ended.registers.indev === vrf.index;
}

/**
 * A VXLAN device that learns knows from then on behind which far end the sender of a frame is. It takes none from another far end than the one that an entry gives for that sender;
 * false then. Source: `vxlan_snoop`.
 */
function learn(
  network: Network,
  { packet: { src } }: Ended,
  { place, link, settings }: OpenOverlay,
  from: string | undefined,
): boolean {
  if (link.kind !== 'vxlan' || !settings.learning || from === undefined || src === undefined) {
    return true;
  }
  const given = settings.entries.find(({ lladdr }) => lladdr === from);
  if (given !== undefined && sameAddress(given.dst, src)) return true;
  if (given !== undefined && isFixed(given.state)) return false;
  const namespace = network.namespace(place.namespace);
  const farEnds = namespace.traffic.farEnds.set(lladdrKey(place.index, from), src);
  network.replace(
    place.namespace,
    withTraffic(namespace, namespace.traffic.set('farEnds', farEnds)),
  );
  return true;
}
