import { linkAt } from '../../../machine/link-at.js';
import type { Machine } from '../../../machine/machine.js';
import { isSamePlace, type Link, type LinkPlace } from '../../../namespace/link.js';
import { lyingOn, type PlacedLink } from '../lying-on.js';
import { isForMany, type FrameHeader, type Move } from '../move.js';
import type { Sends } from '../frame-driver.js';

/**
 * A macvlan device has the device below send its frames; in the mode `bridge` those that are for another one of the mode come straight to that one, as long as the
 * device below is up, and those for many to it too, even when that is down. Source: `macvlan_queue_xmit`, `is_skb_forwardable`.
 */
export const sendByMacvlan: Sends = (machine, { place, link, header }) => {
  const { lower } = link;
  if (lower === undefined) return [];
  const below: Move = { kind: 'send', place: lower, header };
  if (!isBridging(link)) return [below];
  const siblings = openOn(machine, lower).filter(
    (one) => isBridging(one.link) && !isSamePlace(one.place, place),
  );
  const { to } = header;
  if (isForMany(to)) return [...siblings.map((one) => receivedBy(one, header)), below];
  const addressed = siblings.find((one) => one.link.lladdr === to);
  if (addressed === undefined) return [below];
  return linkAt(machine, lower).up ? [receivedBy(addressed, header)] : [];
};

/** Reports whether a device takes frames of a sender: in the mode `source` a macvlan device has senders of its own. */
export function takesFrom({ settings }: Link, sender: string): boolean {
  const isOwn = settings.kind === 'macvlan' && settings.mode === 'source';
  return !isOwn || settings.sources.includes(sender);
}

/** What macvlan devices on a device have of a frame. */
interface Taken {
  /** They have it, and nobody else has unless it is for many. */
  readonly moves: readonly Move[];
  /** They have a copy of it. */
  readonly copies: readonly Move[];
  /** It goes to nobody else. */
  readonly isEnd: boolean;
}

/**
 * What the macvlan devices on a device have of a frame: the one that it is addressed to, or that passes all through, or all when it is for many; those with
 * senders of their own (`source`) a copy of what these send, which is for this host when the frame is. Source: `macvlan_handle_frame`, `macvlan_forward_source`.
 */
export function macvlansFor(
  machine: Machine,
  { place, header }: Pick<Move, 'place' | 'header'>,
): Taken {
  const { to, from } = header;
  const above = lyingOn(machine, place, 'macvlan').flatMap((one) => {
    const { settings } = one.link;
    return settings.kind === 'macvlan' ? [{ ...one, settings }] : [];
  });
  const copying = above.filter(
    ({ settings, link }) =>
      settings.mode === 'source' && link.up && (from === undefined || takesFrom(link, from)),
  );
  const isOwn = linkAt(machine, place).lladdr === to;
  const copies = copying.map((one) => receivedBy(one, isOwn ? { ...header, taken: true } : header));
  const isEnd = !isForMany(to) && copying.some(({ settings }) => settings.nodst);
  const others = above.filter(({ settings }) => settings.mode !== 'source');
  const through = others.find(({ settings }) => settings.mode === 'passthru');
  if (through !== undefined && !isForMany(to)) {
    const { link } = through;
    const at = `${link.name}, which is down`;
    const move: Move = link.up
      ? receivedBy(through, { ...header, taken: true })
      : { kind: 'lost', place: through.place, header, at };
    return { moves: [move], copies, isEnd };
  }
  const moves = others
    .filter(({ link }) => link.up && (isForMany(to) || link.lladdr === to))
    .map((one) => receivedBy(one, header));
  return { moves, copies, isEnd };
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
