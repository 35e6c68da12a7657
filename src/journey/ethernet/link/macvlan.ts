import type { Machine } from '../../../machine/machine.js';
import type { Link, LinkPlace } from '../../../namespace/link.js';
import { lyingOn, type PlacedLink } from '../lying-on.js';
import { isForMany, type FrameHeader, type Move } from '../move.js';
import type { Sends } from '../frame-driver.js';

/**
 * A macvlan device has the device below send its frames; in the mode `bridge` those that are for another one of the mode come straight to that one, and
 * those for many to it too. Source: `macvlan_queue_xmit`.
 */
export const sendByMacvlan: Sends = (machine, { place, link, header }) => {
  const { lower } = link;
  if (lower === undefined) return [];
  const below: Move = { kind: 'send', place: lower, header };
  if (!isBridging(link)) return [below];
  const siblings = openOn(machine, lower).filter(
    (one) =>
      isBridging(one.link) &&
      !(one.place.index === place.index && one.place.namespace === place.namespace),
  );
  const { to } = header;
  if (isForMany(to)) return [...siblings.map((one) => receivedBy(one, header)), below];
  const addressed = siblings.find((one) => one.link.lladdr === to);
  return addressed === undefined ? [below] : [receivedBy(addressed, header)];
};

/**
 * The macvlan devices on a device that have a frame: the one that it is addressed to, or all when it is for many. Source: `macvlan_handle_frame`.
 */
export function macvlansFor(
  machine: Machine,
  { place, header }: Pick<Move, 'place' | 'header'>,
): readonly Move[] {
  const { to } = header;
  return openOn(machine, place)
    .filter(({ link }) => isForMany(to) || link.lladdr === to)
    .map((one) => receivedBy(one, header));
}

function receivedBy({ place }: PlacedLink, header: FrameHeader): Move {
  return { kind: 'receive', place, header };
}

function openOn(machine: Machine, place: LinkPlace): readonly PlacedLink[] {
  return lyingOn(machine, place, 'macvlan').filter(({ link }) => link.up);
}

function isBridging({ settings }: Link): boolean {
  return settings.kind === 'macvlan' && settings.mode === 'bridge';
}
