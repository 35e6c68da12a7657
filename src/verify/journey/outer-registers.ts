import { ip6TunnelOf } from '../../namespace/link-kind/ip6tnl.js';
import { overlayOf } from '../../namespace/link-kind/overlay.js';
import { tunnelOf } from '../../namespace/link-kind/tunnel.js';
import type { Link } from '../../namespace/link.js';
import { existingLink } from '../../namespace/namespace.js';
import { namespaceOf, type Machine } from '../../machine/machine.js';
import type { Traveller } from '../../journey/traveller.js';
import type { Diagram } from '../engine/diagram.js';
import { addTo, bitAt, constantVector, withBits, type Vector } from '../engine/vector.js';
import { FIELD_INDEX, type Registers } from '../packets/packet-space.js';
import { madeRegisters } from './entering-registers.js';
import { SHOWN_MARK } from './shown-mark.js';

/** What a tunnel leaves to the packet within. */
interface Inherited {
  readonly ttl: boolean;
  readonly tos: boolean;
}

function inheritedBy(link: Link): Inherited {
  const [tunnel, six, overlay] = [tunnelOf(link), ip6TunnelOf(link), overlayOf(link)];
  return {
    ttl: tunnel?.ttl === 0 || six?.hopLimit === 0 || overlay?.ttl === 'inherit',
    tos: tunnel?.tos === 1 || six?.trafficClass === 'inherit' || overlay?.tos === 1,
  };
}

const ECN = 3;

/** The bits of congestion of the packet around others, as far as they keep theirs. Source: `ip_tunnel_ecn_encap`. */
export function congestionBits(diagram: Diagram, tos: Vector): Vector {
  return [bitAt(tos, 1), diagram.minus(bitAt(tos, 0), bitAt(tos, 1))];
}

/**
 * The registers of the packet that a tunnel has put around others.
 *
 * @param made - the packet around one of them
 * @param length - of that one
 */
export function wrappedRegisters(
  diagram: Diagram,
  machine: Machine,
  { made, length }: { readonly made: Traveller; readonly length: number },
  inner: Registers,
): Registers {
  const { packet, socketless, through, lookupMark, wrapped } = made;
  const namespace = namespaceOf(machine, made.namespace);
  const of = (field: keyof typeof FIELD_INDEX): Vector => inner[FIELD_INDEX[field]] ?? [];
  const { ttl, tos } =
    wrapped === undefined
      ? { ttl: false, tos: false }
      : inheritedBy(existingLink(namespaceOf(machine, wrapped.by.namespace), wrapped.by.index));
  const plain = constantVector(of('tos').length, packet.tos);
  const congestion = congestionBits(diagram, of('tos'));
  const high = withBits(tos ? of('tos') : plain, ~ECN).slice(0, -congestion.length);
  return madeRegisters(packet, namespace, {
    tos: [...high, ...congestion],
    length: addTo(diagram, of('length'), packet.length - length),
    ...(ttl ? { ttl: of('ttl') } : {}),
    ...(packet.mark === SHOWN_MARK ? { mark: of('mark') } : {}),
    ...(socketless === true
      ? { socket: constantVector(1, 0) }
      : { uid: of('uid'), gid: of('gid') }),
    ...(through === undefined ? {} : { iif: constantVector(31, through) }),
    ...(lookupMark === undefined ? {} : { flowMark: constantVector(32, lookupMark) }),
  });
}
