import { withLink } from '../namespace/namespace.js';
import { followersOf } from './followers.js';
import { change, linkAt } from './link-at.js';
import type { LinkPlace } from '../namespace/link.js';
import type { Machine } from './machine.js';

/** Has the other IPvlan devices on the same device work as one of them was set to. Source: `ipvlan_set_port_mode`. */
export function shareIpvlanMode(machine: Machine, place: LinkPlace): Machine {
  const { settings, lower } = linkAt(machine, place);
  if (settings.kind !== 'ipvlan' || lower === undefined) return machine;
  const { mode, flag } = settings;
  return followersOf(machine, lower).reduce((before, { place: at, link }) => {
    if (link.settings.kind !== 'ipvlan' || link.settings.number === settings.number) return before;
    const arp = link.settings.mode === mode ? link.arp : mode === 'l2';
    const shared = { ...link, arp, settings: { ...link.settings, mode, flag } };
    return change(before, at, (namespace) => withLink(namespace, shared));
  }, machine);
}
