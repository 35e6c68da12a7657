import { assertNever } from '../../assert-never.js';
import { portsOf } from '../../namespace/bridge.js';
import type { LinkPlace } from '../../namespace/link.js';
import { existingLink } from '../../namespace/namespace.js';
import { namespaceOf, type Machine } from '../../machine/machine.js';
import { overlayTakersOf } from '../overlay-takers.js';
import { takersOf } from '../tunnel-takers.js';
import type { PlacedLink } from './lying-on.js';
import type { Move } from './move.js';
import { received } from './received.js';
import { sent } from './sends.js';

/** A device that receives frames for its host. */
export type Station = PlacedLink;

/** The devices to which a frame for all comes that leaves a device, through whatever is between them, the nearest first. */
export function stationsBehind(
  machine: Machine,
  place: LinkPlace,
  tags: readonly number[] = [],
): readonly Station[] {
  const header = { to: null, tags };
  return stationsFrom(
    machine,
    [{ kind: 'send', place, header }],
    [{ kind: 'arrive', place, header }],
  );
}

/** The devices to which frames come by what happens to them, the nearest first, but for what they have behind them already. */
export function stationsFrom(
  machine: Machine,
  first: readonly Move[],
  behind: readonly Move[] = [],
): readonly Station[] {
  const found: Station[] = [];
  const seen = new Set<string>(behind.map(keyOf));
  const moves: Move[] = [...first];
  for (let move = moves.shift(); move !== undefined; move = moves.shift()) {
    if (seen.has(keyOf(move))) continue;
    seen.add(keyOf(move));
    if (move.kind === 'arrive')
      found.push({ place: move.place, link: linkAt(machine, move.place) });
    moves.unshift(...next(machine, move));
  }
  return found;
}

function next(machine: Machine, move: Move): readonly Move[] {
  const { place, header } = move;
  switch (move.kind) {
    case 'send':
      return sent(machine, move, undefined);
    case 'receive':
      return received(machine, { ...move, target: undefined });
    case 'bridge': {
      if (!linkAt(machine, place).up) return [];
      const { port } = move;
      const ports = portsOf(namespaceOf(machine, place.namespace), place.index);
      return [
        ...(port === undefined ? [] : received(machine, { place, header, target: undefined })),
        ...ports
          .filter(({ index }) => index !== port?.index)
          .map(({ index }): Move => ({ kind: 'send', place: { ...place, index }, header })),
      ];
    }
    case 'wrap':
      return [...takersOf(machine, place), ...overlayTakersOf(machine, place)].map((taker) => ({
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

function linkAt(machine: Machine, { namespace, index }: LinkPlace): Station['link'] {
  return existingLink(namespaceOf(machine, namespace), index);
}

function keyOf({ kind, place: { namespace, index }, header: { tags } }: Move): string {
  return `${kind} ${index} ${namespace} ${tags.join(' ')}`;
}
