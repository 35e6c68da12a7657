import { isMulticast } from '../../address/address-class.js';
import { isUnspecified, type Address } from '../../address/address.js';
import {
  overlayFamily,
  type ForwardingEntry,
  type OverlaySettings,
} from '../../namespace/link-kind/overlay.js';
import { lladdrKey } from '../../namespace/lladdr-key.js';
import type { Link } from '../../namespace/link.js';
import { linkByIndex } from '../../namespace/namespace.js';
import { makePacket } from '../../packet/make-packet.js';
import { PROTOCOL } from '../../packet/protocol.js';
import type { Move } from '../ethernet/move.js';
import { stationsFrom } from '../ethernet/stations.js';
import type { Network } from '../network.js';
import { overlayTakersOf, givenEnds } from '../overlay-takers.js';
import type { Traveller } from '../traveller.js';
import { keptOwner, keptSocket } from './kept-socket.js';
import { frameBytes, outerTos } from './tunnel.js';

interface Wrapped extends Pick<Move, 'place' | 'header'> {
  readonly link: Link;
  readonly settings: OverlaySettings;
}

type FarEnd = Pick<ForwardingEntry, 'dst' | 'own'>;

/**
 * A VXLAN or Geneve device puts a frame into a datagram for each far end that it goes to, and sends them from the namespace in which the device was made, with the
 * mark of the packet, which counts for their route. Of several the first comes last, and that one alone has the packet's socket. Source: `vxlan_xmit`,
 * `vxlan_xmit_one`, `geneve_xmit_skb`.
 */
export function wrapInDatagrams(network: Network, traveller: Traveller, wrapped: Wrapped): void {
  const { birthNamespace } = wrapped.settings;
  if (!network.machine.namespaces.has(birthNamespace)) return;
  if (traveller.packet.length > wrapped.link.mtuBytes) return;
  const [first, ...others] = farEndsFor(network, wrapped);
  if (first === undefined) return;
  const isHere = traveller.namespace === birthNamespace;
  for (const end of others) send(network, traveller, wrapped, { end, keeps: false });
  send(network, traveller, wrapped, { end: first, keeps: isHere });
}

/** Bytes of the headers of UDP and of VXLAN or Geneve. */
const HEADER_BYTES = 16;

function send(
  network: Network,
  traveller: Traveller,
  { place, header, link, settings }: Wrapped,
  { end: { dst, own }, keeps }: { readonly end: FarEnd; readonly keeps: boolean },
): void {
  const { birthNamespace, local, ttl, tos, dstport } = settings;
  // Who is in a group is not simulated.
  if (isMulticast(dst) || isUnspecified(dst)) return;
  const { packet } = traveller;
  const isHere = traveller.namespace === birthNamespace;
  const birth = network.namespace(birthNamespace);
  const kept = keptSocket(traveller, keeps);
  const below = own && link.lower !== undefined ? linkByIndex(birth, link.lower.index) : undefined;
  const inherited = ttl === 'inherit' ? packet.ttl : ttl;
  network.enter({
    namespace: birthNamespace,
    packet: makePacket({
      ...(local === undefined ? {} : { src: local }),
      dst,
      protocol: PROTOCOL.udp,
      sport: sourcePort(link, settings),
      dport: dstport,
      mark: isHere ? packet.mark : 0,
      tos: outerTos(tos, packet.tos),
      ...(inherited === 0 ? {} : { ttl: inherited }),
      oif: below?.name,
      length: packet.length + frameBytes(header) + HEADER_BYTES + (dst.family === 4 ? 20 : 40),
      ...keptOwner(kept, packet),
    }),
    cause: 'tunnel',
    number: undefined,
    path: 'outer',
    ...kept,
    ...(isHere ? { through: link.index } : {}),
    inner: traveller,
    wrapped: {
      by: place,
      kind: link.kind === 'geneve' ? 'geneve' : 'vxlan',
      key: settings.vni,
      frame: header,
    },
  });
}

/** Linux takes any of a range by a hash of the frame that nobody can know: this is the first. Source: `udp_flow_src_port`. */
function sourcePort({ kind }: Link, { srcport: [low, high] }: OverlaySettings): number {
  if (kind === 'geneve') return 1;
  return low < high ? low : EPHEMERAL;
}

const EPHEMERAL = 32768;

/** To which far ends a frame goes: one behind which its address has been seen comes before those that entries give for all. */
function farEndsFor(network: Network, wrapped: Wrapped): readonly FarEnd[] {
  const { place, header, link, settings } = wrapped;
  const { to } = header;
  const { entries, mayLearn } = givenEnds(settings, link.kind, to);
  if (!mayLearn || to === null) return entries;
  const { farEnds } = network.namespace(place.namespace).traffic;
  const seen = farEnds.get(lladdrKey(place.index, to));
  if (seen?.family === overlayFamily(settings)) return [{ dst: seen, own: false }];
  if (entries.some(({ lladdr }) => lladdr === to)) return entries;
  // Whoever has answered for the next hop has been seen behind a far end.
  const answered = entries.find(({ dst }) => leadsTo(network, wrapped, dst, to));
  return answered === undefined ? entries : [{ ...answered, own: false }];
}

function leadsTo(
  { machine }: Network,
  { place, header: { tags } }: Wrapped,
  dst: Address,
  to: string,
): boolean {
  const header = { to: null, tags };
  const arrivals = overlayTakersOf(machine, place, [dst]).map((taker): Move => ({
    kind: 'receive',
    place: taker,
    header,
  }));
  return stationsFrom(machine, arrivals).some(({ link }) => link.lladdr === to);
}
