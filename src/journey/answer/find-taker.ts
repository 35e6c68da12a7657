import { isUnspecified, sameAddress, type Address } from '../../address/address.js';
import { isFallback } from '../../machine/tunnel-devices.js';
import { ip6TunnelOf } from '../../namespace/link-kind/ip6tnl.js';
import { tunnelOf } from '../../namespace/link-kind/tunnel.js';
import type { Link } from '../../namespace/link.js';
import type { Ended } from '../ended.js';
import type { Network } from '../network.js';

/** A tunnel that takes an outer packet. */
export interface Taker {
  readonly namespace: string;
  readonly link: Link;
}

/** The kind of tunnel among which one is sought. */
type TakerKind = Link['kind'];

/**
 * Finds the tunnel of a kind that takes an outer packet, among those that were made where it has come: one that is up, of those ends, and of that key.
 *
 * Source: `ip_tunnel_lookup`, `ip6_tnl_lookup`, `ipip6_tunnel_lookup`.
 */
export function findTaker(
  { machine: { namespaces } }: Network,
  { traveller, packet, registers }: Ended,
  kind: TakerKind,
): Taker | undefined {
  const { namespace: birth, wrapped } = traveller;
  const cameBy = kind === 'sit' ? [registers.indev, registers.iif] : [registers.indev];
  const candidates = [...namespaces].flatMap(([namespace, { links }]) =>
    links
      .toArray()
      .filter((link) => link.kind === kind && birthOf(link) === birth)
      .map((link): Candidate => {
        const rank = rankOf(link, { from: packet.src, to: packet.dst, key: wrapped?.key, cameBy });
        return { namespace, link, rank };
      }),
  );
  const isNewest = ({ link }: Candidate): boolean =>
    candidates.every(({ rank, link: { index } }) => rank !== 0 || index <= link.index);
  return (
    candidates
      .filter(({ link, rank }) => link.up && !Number.isNaN(rank))
      // Of those of sit that have no end the newest alone is looked at, wherever it lies.
      .filter((one) => kind !== 'sit' || one.rank !== 0 || isNewest(one))
      .toSorted((a, b) => b.rank - a.rank || newerFirst(a, b))[0]
  );
}

interface Candidate extends Taker {
  /** How well it fits; NaN when it doesn't. */
  readonly rank: number;
}

/** The oldest of those that have both ends, else the newest. */
function newerFirst(a: Candidate, b: Candidate): number {
  const age = a.link.index - b.link.index;
  return a.rank === BOTH && a.link.kind !== 'sit' ? age : -age;
}

function birthOf(link: Link): string | undefined {
  return (tunnelOf(link) ?? ip6TunnelOf(link))?.birthNamespace;
}

/** What an outer packet says. */
interface Said {
  readonly from: Address | undefined;
  readonly to: Address;
  readonly key: number | undefined;
  /** ifindex of the devices by which it has come, one above the other. */
  readonly cameBy: readonly number[];
}

const BOTH = 3;
/** One that lies on the device by which the packet has come is before all others. */
const BOUND = 4;
/** The one from the module takes what nobody else takes. */
const LAST = -1;

function rankOf(link: Link, { from, to, key, cameBy }: Said): number {
  const [tunnel, six] = [tunnelOf(link), ip6TunnelOf(link)];
  const { local, remote } = tunnel ?? six ?? NO_ENDS;
  if (local === undefined) return Number.NaN;
  const isBound = link.lower !== undefined && cameBy.includes(link.lower.index);
  if (isFallback(link) && link.kind !== 'sit') return LAST;
  if (tunnel !== undefined && tunnel.type !== 'vti' && tunnel.inputKey !== key) return Number.NaN;
  const [own, far] = [fit(local, to), fit(remote, from)];
  const rank = six === undefined ? far * 2 + own : own * 2 + far;
  if (link.kind !== 'sit') return isBound ? rank + BOUND : rank;
  return isBound || link.lower === undefined || rank === 0 ? rank : Number.NaN;
}

const NO_ENDS = { local: undefined, remote: undefined };

/** 1 for that very address, 0 for any, NaN for another one. */
function fit(end: Address, address: Address | undefined): number {
  if (isUnspecified(end)) return 0;
  return address !== undefined && sameAddress(end, address) ? 1 : Number.NaN;
}
