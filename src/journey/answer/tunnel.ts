import { isUnspecified, sameAddress, type Address } from '../../address/address.js';
import type { Machine } from '../../machine/machine.js';
import { isFallback } from '../../machine/tunnel-devices.js';
import { tunnelOf, type TunnelKind } from '../../namespace/link-kind/tunnel.js';
import type { Link } from '../../namespace/link.js';
import { PROTOCOL } from '../../packet/protocol.js';
import type { IcmpError } from '../../program/ending.js';
import { atPlace } from '../at-place.js';
import type { Ended } from '../ended.js';
import type { Network } from '../network.js';
import type { Traveller } from '../traveller.js';
import { sendIcmpError } from './icmp-error.js';

/** The kinds of tunnel that take outer packets of a protocol. */
const TAKERS: ReadonlyMap<number, readonly TunnelKind[]> = new Map<number, readonly TunnelKind[]>([
  [PROTOCOL.ipip, ['ipip', 'sit']],
  [PROTOCOL.ipv6, ['sit']],
  [PROTOCOL.gre, ['gre', 'gretap']],
]);

/**
 * Takes an outer packet for the tunnels of a namespace; false when no module there knows its protocol. The packet within comes in by the
 * tunnel of those ends and that key, with the outer one's mark; one of other ends is refused. Source: `ip_tunnel_rcv`, `ip_tunnel_lookup`, `gre_rcv`,
 * `tunnel4_rcv`.
 */
export function receiveTunnelled(network: Network, ended: Ended): boolean {
  const { traveller, packet } = ended;
  const kinds = packet.dst.family === 4 ? TAKERS.get(packet.protocol) : undefined;
  const { links } = network.namespace(traveller.namespace);
  const isKnown = links.some(
    (link) => isFallback(link) && kinds?.some((kind) => kind === link.kind) === true,
  );
  if (kinds === undefined || !isKnown) return false;
  const { inner } = traveller;
  const taker = findTaker(network.machine, traveller, kinds, { from: packet.src, to: packet.dst });
  if (inner !== undefined && taker === undefined) sendIcmpError(network, ended, PORT_UNREACHABLE);
  if (inner === undefined || taker === undefined) return true;
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
  return true;
}

const PORT_UNREACHABLE: IcmpError = { type: 3, code: 3 };

interface Taker {
  readonly namespace: string;
  readonly link: Link;
}

/** The tunnel with both ends before one with the far end alone, and that before one with its own. */
function findTaker(
  { namespaces }: Machine,
  { namespace: birth, wrapped }: Traveller,
  kinds: readonly TunnelKind[],
  { from, to }: { readonly from: Address | undefined; readonly to: Address },
): Taker | undefined {
  const candidates = [...namespaces].flatMap(([namespace, { links }]) =>
    links.toArray().flatMap((link) => {
      const tunnel = tunnelOf(link);
      const fits =
        link.up &&
        tunnel?.birthNamespace === birth &&
        kinds.includes(tunnel.type) &&
        isAlike(tunnel.type, wrapped?.kind) &&
        tunnel.inputKey === wrapped?.key;
      const rank = fits ? rankOf(tunnel.remote, from) * 2 + rankOf(tunnel.local, to) : Number.NaN;
      return Number.isNaN(rank) ? [] : [{ namespace, link, rank }];
    }),
  );
  return candidates.toSorted((a, b) => b.rank - a.rank)[0];
}

type Wrapping = NonNullable<Traveller['wrapped']>['kind'];

/** What is in a packet of GRE decides between the kinds; of the others all take what is for them. */
function isAlike(kind: TunnelKind, wrappedBy: Wrapping | undefined): boolean {
  return kind === wrappedBy || (isPlain(kind) && wrappedBy !== undefined && isPlain(wrappedBy));
}

function isPlain(kind: Wrapping): boolean {
  return kind === 'ipip' || kind === 'sit';
}

/** 1 for that very address, 0 for any, NaN for another one. */
function rankOf(end: Address, address: Address | undefined): number {
  if (isUnspecified(end)) return 0;
  return address !== undefined && sameAddress(end, address) ? 1 : Number.NaN;
}
