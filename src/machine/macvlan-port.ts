import { isPassthru } from '../namespace/link-kind/macvlan.js';
import type { LinkPlace } from '../namespace/link.js';
import { isSamePlace } from '../namespace/link.js';
import { followersOf } from './followers.js';
import { findLink, linkAt } from './link-at.js';
import type { Machine } from './machine.js';

/**
 * Reports whether a macvlan device can't have a link-layer address, since the device below has it, or another one that is up. One that passes all through has no other
 * beside it. Source: `macvlan_addr_busy`.
 */
export function isAddressTaken(machine: Machine, place: LinkPlace, lladdr: string): boolean {
  const link = linkAt(machine, place);
  if (link.kind !== 'macvlan' || link.lower === undefined || isPassthru(link)) return false;
  if (findLink(machine, link.lower)?.lladdr === lladdr) return true;
  return followersOf(machine, link.lower).some(
    ({ place: other, link: { kind, up, lladdr: its } }) =>
      kind === 'macvlan' && up && its === lladdr && !isSamePlace(other, place),
  );
}
