import type { Address } from '../../address/address.js';
import { assertNever } from '../../assert-never.js';
import type { LinkPlace } from '../../namespace/link.js';
import { linkAt } from '../../machine/link-at.js';
import { namespaceOf, type Machine } from '../../machine/machine.js';
import { overlayOf } from '../../namespace/link-kind/overlay.js';
import { overlayTakersOf, givenEnds } from '../overlay-takers.js';
import { takersOf } from '../tunnel-takers.js';
import type { PlacedLink } from './lying-on.js';
import { isForMany, type FrameHeader, type Move } from './move.js';
import { onward } from './onward.js';
import { received } from './received.js';
import { sent } from './sends.js';

/** A device that receives frames for its host. */
export type Station = PlacedLink;

/** A bridge that had a frame by one of its ports. */
export interface Passed {
  readonly bridge: LinkPlace;
  readonly port: LinkPlace;
}

/** Where a frame has come to, through whatever is between. */
export interface Spread {
  /** The devices that have it for their host, the nearest first. */
  readonly stations: readonly Station[];
  /** The bridges that it has come through. */
  readonly bridges: readonly Passed[];
  /** A tunnel has put it into a packet, and where that goes is not known. */
  readonly wrapped: boolean;
}

/** The devices to which a frame for all comes that leaves a device, the nearest first. */
export function stationsBehind(
  machine: Machine,
  place: LinkPlace,
  tags: readonly number[] = [],
): readonly Station[] {
  return spread(machine, place, { to: null, tags }).stations;
}

/** What a port has learned: that the address that a frame is for is behind it. Source: `br_fdb_update`. */
export function isBehind(
  machine: Machine,
  port: LinkPlace,
  { to, tags }: Pick<FrameHeader, 'to' | 'tags'>,
): boolean {
  const behind = [
    ...stationsBehind(machine, port, tags),
    ...(tags.length > 0 ? stationsBehind(machine, port) : []),
  ];
  return behind.some(({ link }) => link.lladdr === to);
}

/** What is in a frame, as far as it decides where that comes. */
export interface Content {
  /** The address that it is for; undefined for all. */
  readonly target?: Address | undefined;
  /** Whether a bridge lets it through to others. */
  readonly passes?: (passed: Passed) => boolean;
}

/** Has a frame leave a device to see where on the link it comes: a question about who is there, or the answer to one. */
export function spread(
  machine: Machine,
  place: LinkPlace,
  header: FrameHeader,
  content: Content = {},
): Spread {
  return spreadFrom(
    machine,
    [{ kind: 'send', place, header }],
    [{ kind: 'arrive', place, header }],
    content,
  );
}

/** The devices to which frames come by what happens to them, the nearest first, but for what they have behind them already. */
export function stationsFrom(machine: Machine, first: readonly Move[]): readonly Station[] {
  return spreadFrom(machine, first).stations;
}

function spreadFrom(
  machine: Machine,
  first: readonly Move[],
  behind: readonly Move[] = [],
  content: Content = {},
): Spread {
  const stations: Station[] = [];
  const bridges: Passed[] = [];
  let wrapped = false;
  const seen = new Set<string>(behind.map(keyOf));
  const moves: Move[] = [...first];
  for (let move = moves.shift(); move !== undefined; move = moves.shift()) {
    if (seen.has(keyOf(move))) continue;
    seen.add(keyOf(move));
    if (move.kind === 'arrive') {
      stations.push({ place: move.place, link: linkAt(machine, move.place) });
    }
    if (move.kind === 'bridge' && move.port !== undefined && linkAt(machine, move.place).up) {
      bridges.push({ bridge: move.place, port: move.port });
    }
    wrapped ||= move.kind === 'wrap' && !isGiven(machine, move);
    moves.unshift(...next(machine, move, content));
  }
  return { stations, bridges, wrapped };
}

function next(machine: Machine, move: Move, content: Content): readonly Move[] {
  const { place, header } = move;
  const { target } = content;
  switch (move.kind) {
    case 'send':
      return sent(machine, move, target);
    case 'receive':
      return received(machine, { ...move, target });
    case 'bridge':
      return throughBridge(machine, move, content);
    case 'wrap':
      return [...takersOf(machine, place), ...overlaid(machine, move)].map((taker) => ({
        kind: 'receive',
        place: taker,
        header,
      }));
    case 'arrive':
    case 'lost':
      return [];
    default:
      return assertNever(move);
  }
}

/** Whether a tunnel's entries say where a frame goes. */
function isGiven(machine: Machine, { place, header: { to } }: Move): boolean {
  const link = linkAt(machine, place);
  const settings = link.kind === 'vxlan' ? overlayOf(link) : undefined;
  return settings !== undefined && !givenEnds(settings, link.kind, to).mayLearn;
}

function overlaid(machine: Machine, { place, header: { to, from } }: Move): readonly LinkPlace[] {
  const link = linkAt(machine, place);
  const settings = overlayOf(link);
  if (settings === undefined) return [];
  const ends = givenEnds(settings, link.kind, to).entries.map(({ dst }) => dst);
  return overlayTakersOf(machine, place, ends, from);
}

/** A bridge passes a frame for many on to its host too. */
function throughBridge(
  machine: Machine,
  { place, header, port }: Extract<Move, { kind: 'bridge' }>,
  { target, passes }: Content,
): readonly Move[] {
  const namespace = namespaceOf(machine, place.namespace);
  const bridge = linkAt(machine, place);
  if (!bridge.up) return [];
  const from = port === undefined ? undefined : linkAt(machine, port);
  const way = onward({ namespace, bridge, port: from, header }, ({ index }) =>
    isBehind(machine, { ...place, index }, header),
  );
  const toHost = port === undefined ? [] : received(machine, { place, header, target });
  switch (way.kind) {
    case 'host':
      return toHost;
    case 'lost':
      return [];
    case 'ports': {
      const isSeen = port !== undefined && header.tags.length === 0;
      const isLost = isSeen && passes?.({ bridge: place, port }) === false;
      return [
        ...(isForMany(header.to) ? toHost : []),
        ...(isLost ? [] : way.ports).map(({ index }): Move => ({
          kind: 'send',
          place: { ...place, index },
          header,
        })),
      ];
    }
    default:
      return assertNever(way);
  }
}

function keyOf({ kind, place: { namespace, index }, header: { tags } }: Move): string {
  return `${kind} ${index} ${namespace} ${tags.join(' ')}`;
}
