import { sameAddress, type Address } from '../../address/address.js';
import { within6to4 } from '../../address/ipv4-within.js';
import { isFallback } from '../../machine/tunnel-devices.js';
import { tunnelOf, type TunnelKind } from '../../namespace/link-kind/tunnel.js';
import type { Link, LinkPlace } from '../../namespace/link.js';
import { existingLink } from '../../namespace/namespace.js';
import { PROTOCOL } from '../../packet/protocol.js';
import type { IcmpError } from '../../program/ending.js';
import { atPlace } from '../at-place.js';
import type { Ended } from '../ended.js';
import type { Network } from '../network.js';
import type { Traveller } from '../traveller.js';
import { findTaker, type Taker } from './find-taker.js';
import { sendIcmpError } from './icmp-error.js';

/** The kinds of tunnel that take outer packets of a protocol, in the order in which they are asked. */
const TAKERS: ReadonlyMap<number, readonly TunnelKind[]> = new Map<number, readonly TunnelKind[]>([
  [PROTOCOL.ipip, ['vti', 'ipip', 'sit']],
  [PROTOCOL.ipv6, ['vti', 'sit']],
  [PROTOCOL.gre, ['gre', 'gretap']],
]);

/**
 * Takes an outer packet for the tunnels of a namespace; false when no module there knows its protocol. The packet within comes in by the
 * tunnel that takes it, with the outer one's mark; one that none takes is refused. Source: `ip_tunnel_rcv`, `gre_rcv`, `tunnel4_rcv`.
 */
export function receiveTunnelled(network: Network, ended: Ended): boolean {
  const { traveller, packet } = ended;
  const kinds = packet.dst.family === 4 ? TAKERS.get(packet.protocol) : undefined;
  const { links } = network.namespace(traveller.namespace);
  const isKnown = links.some(
    (link) => isFallback(link) && kinds?.some((kind) => kind === link.kind) === true,
  );
  if (kinds === undefined || !isKnown) return false;
  const { inner, wrapped } = traveller;
  if (inner === undefined || wrapped === undefined) return true;
  const asked =
    packet.protocol === PROTOCOL.gre ? kinds.filter((kind) => kind === wrapped.kind) : kinds;
  const [taker] = asked.flatMap((kind) => findTaker(network, ended, kind) ?? []);
  if (taker === undefined) sendIcmpError(network, ended, PORT_UNREACHABLE);
  else if (!isLostBy(taker.link, ended) && isOfForm(network, taker.link, wrapped.by))
    comeIn(network, ended, inner, taker);
  return true;
}

const PORT_UNREACHABLE: IcmpError = { type: 3, code: 3 };

/** The packet within comes in by the tunnel. */
function comeIn(
  network: Network,
  { traveller, packet }: Ended,
  inner: Traveller,
  taker: Taker,
): void {
  const isHere = taker.namespace === traveller.namespace;
  const taken: Traveller = {
    ...atPlace(inner, taker.namespace),
    packet: {
      ...inner.packet,
      mark: isHere ? packet.mark : 0,
      oif: undefined,
      uid: 0,
      gid: 0,
    },
    cause: 'tunnel',
    number: undefined,
  };
  const frame = traveller.wrapped?.frame;
  const place = { namespace: taker.namespace, index: taker.link.index };
  if (frame !== undefined) network.move(taken, [{ kind: 'receive', place, header: frame }]);
  else network.enter({ ...taken, packet: { ...taken.packet, iif: taker.link.name } });
}

/**
 * Whether the tunnel drops what it takes: a vti has no policies, another one may carry something else, and sit believes no address of 6to4 that the outer packet doesn't
 * have. Source: `vti_input`, `ipip_tunnel_rcv`, `packet_is_spoofed`.
 */
function isLostBy(link: Link, { packet, traveller: { inner } }: Ended): boolean {
  const tunnel = tunnelOf(link);
  if (tunnel === undefined || inner === undefined || tunnel.type === 'vti') return true;
  const isOther = tunnel.carries !== 0 && tunnel.carries !== packet.protocol;
  if (isOther && packet.protocol !== PROTOCOL.gre) return true;
  if (tunnel.type !== 'sit' || link.pointToPoint || inner.packet.dst.family === 4) return false;
  const { src, dst } = inner.packet;
  if (src !== undefined && isSpoofed(src, packet.src)) return true;
  return isSpoofed(dst, packet.dst) && !isOfOwnSite(link, dst);
}

/** Whether a packet has the sum that a tunnel asks for, or none where it asks for none, and a number where it asks for one. Source: `ip_tunnel_rcv`. */
function isOfForm(network: Network, link: Link, { namespace, index }: LinkPlace): boolean {
  const taker = tunnelOf(link);
  const maker = tunnelOf(existingLink(network.namespace(namespace), index));
  if (taker === undefined || maker === undefined) return true;
  if (taker.inputChecksum !== maker.outputChecksum) return false;
  return maker.outputSequence || !taker.inputSequence;
}

function isSpoofed(within: Address, outer: Address | undefined): boolean {
  const end = within6to4(within);
  return end !== undefined && (outer === undefined || !sameAddress(end, outer));
}

/** Whether the device has an address of the site of a 6to4 address, to which destinations may have been translated. Source: `only_dnatted`. */
function isOfOwnSite({ addresses }: Link, address: Address): boolean {
  const site = within6to4(address);
  return addresses.some(({ local }) => {
    const own = within6to4(local);
    return site !== undefined && own !== undefined && sameAddress(own, site);
  });
}
