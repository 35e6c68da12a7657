import { isGroupLladdr } from '../address/lladdr.js';
import { PRIMARY_MODES } from '../namespace/link-kind/bond.js';
import { traitsOf } from '../namespace/link-kind/link-kinds.js';
import { isPassthru } from '../namespace/link-kind/macvlan.js';
import type { Link, LinkPlace } from '../namespace/link.js';
import { masterOf } from '../namespace/namespace.js';
import { followersOf, type Follower } from './followers.js';
import { linkAt } from './link-at.js';
import { namespaceOf, type Machine } from './machine.js';

/** How often a device is asked to take what is for others, and what is for any group. */
export interface Reception {
  readonly promiscuity: number;
  readonly allmulti: number;
}

/**
 * What a device takes beyond what is for it: as it was set, as a port of a bridge, for the bond or the team that it is a port of, and for the devices on it. One that
 * doesn't filter single addresses takes all while it is to take those of others. Source: `__dev_set_promiscuity`, `__dev_set_rx_mode`.
 */
export function receptionOf(machine: Machine, place: LinkPlace): Reception {
  const link = linkAt(machine, place);
  const above = followersOf(machine, place);
  const asked = [ofPort(machine, place, link), ...above.map((one) => ofFollower(machine, one))];
  const all = !traitsOf(link.kind).filtersAddresses && takesForOthers(machine, place, link);
  return {
    promiscuity: Number(link.promisc) + Number(all) + asked.filter(({ promisc }) => promisc).length,
    allmulti: Number(link.allmulticast) + asked.filter(({ allmulticast }) => allmulticast).length,
  };
}

/** What is asked of a device by one that has to do with it. */
type Asked = Pick<Link, 'promisc' | 'allmulticast'>;

const NOTHING: Asked = { promisc: false, allmulticast: false };

/** What a device takes at last. */
function taking(machine: Machine, place: LinkPlace): Asked {
  const { promiscuity, allmulti } = receptionOf(machine, place);
  return { promisc: promiscuity > 0, allmulticast: allmulti > 0 };
}

/** A bridge has its ports take all; a bond has the port in use take what it takes itself, or all ports where it uses all. Source: `br_add_if`, `bond_change_rx_flags`, `team_change_rx_flags`. */
function ofPort(machine: Machine, { namespace, index }: LinkPlace, link: Link): Asked {
  const master = masterOf(namespaceOf(machine, namespace), link);
  if (master?.kind === 'bridge') return { promisc: true, allmulticast: true };
  if (master?.kind !== 'bond' && master?.kind !== 'team') return NOTHING;
  return isUsed(master, index) ? taking(machine, { namespace, index: master.index }) : NOTHING;
}

/** Whether a port is the one in use, where its bond or team uses one. */
function isUsed({ settings }: Link, index: number): boolean {
  if (settings.kind !== 'bond' || !PRIMARY_MODES.has(settings.mode)) return true;
  return settings.active === index;
}

/** Source: `vlan_dev_change_rx_flags`, `macvlan_open`, `macvlan_change_rx_flags`, `ipvlan_change_rx_flags`. */
function ofFollower(machine: Machine, { place, link }: Follower): Asked {
  switch (link.kind) {
    case 'vlan':
      return taking(machine, place);
    case 'macvlan': {
      if (!link.up) return NOTHING;
      const own = taking(machine, place);
      return isPassthru(link) ? { ...own, promisc: passesAll(link) } : own;
    }
    case 'ipvlan':
      return { ...taking(machine, place), promisc: false };
    default:
      return NOTHING;
  }
}

function passesAll({ settings }: Link): boolean {
  return settings.kind === 'macvlan' && !settings.nopromisc;
}

/** Whether a device is to take frames for other single addresses than its own. Source: `dev_uc_add`, `dev_uc_sync`. */
function takesForOthers(machine: Machine, place: LinkPlace, link: Link): boolean {
  const given = link.up && link.moreLladdrs.some((lladdr) => !isGroupLladdr(lladdr));
  const master = masterOf(namespaceOf(machine, place.namespace), link);
  const bonded =
    (master?.kind === 'bond' || master?.kind === 'team') &&
    isUsed(master, place.index) &&
    takesForOthers(machine, { ...place, index: master.index }, master);
  return (
    given ||
    bonded ||
    followersOf(machine, place).some((one) => {
      const { kind, lladdr } = one.link;
      if (!isAsking(one.link, link) || isPassthru(one.link)) return false;
      if (kind === 'macvlan') return true;
      const isOther = lladdr !== link.lladdr || takesForOthers(machine, one.place, one.link);
      return kind === 'vlan' && isOther;
    })
  );
}

/** Whether a device on another asks for addresses: while it is up, and of a device that is down for what asked until then. Source: `__dev_set_rx_mode`. */
function isAsking({ up, started, kind }: Link, below: Link): boolean {
  return up || (kind === 'vlan' && started && !below.up);
}
