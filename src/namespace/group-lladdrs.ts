import { parseAddress } from '../address/address-text.js';
import type { Address } from '../address/address.js';
import { groupLladdr, isGroupLladdr } from '../address/lladdr.js';
import { groupsOf } from './address/groups-v6.js';
import { HARDWARE } from './link-kind/kind-traits.js';
import { traitsOf } from './link-kind/link-kinds.js';
import { hasIpv6, type Link } from './link.js';
import type { Namespace } from './namespace.js';

/** The groups of those who announce themselves to bridges that snoop on multicast. Source: `br_ip4_multicast_join_snoopers`, `br_ip6_multicast_join_snoopers`. */
const SNOOPERS = ['224.0.0.106', 'ff02::6a'].map(parseAddress);
const ALL_HOSTS = parseAddress('224.0.0.1');

/** A device in its namespace. */
interface Placed {
  readonly namespace: Namespace;
  readonly link: Link;
}

/**
 * The link-layer addresses of the groups that a device takes frames for, in the order in which they came: those that it still has, then the new ones.
 * Source: `ip_mc_up`, `ipv6_mc_up`, `br_multicast_open`.
 *
 * @param was - the device before something changed; undefined for a new one
 */
export function settledGroups(now: Placed, was: Placed | undefined): readonly string[] {
  const { link } = now;
  if (traitsOf(link.kind).hardware !== HARDWARE.ether) return link.groupLladdrs;
  const of4 = link.up ? [groupLladdr(ALL_HOSTS)] : [];
  const given = link.moreLladdrs.filter(isGroupLladdr);
  const wanted = new Set([...ofBridge(link), ...of4, ...of6(now, was), ...given]);
  const had = link.groupLladdrs.filter((one) => wanted.has(one));
  return [...had, ...[...wanted].filter((one) => !had.includes(one))];
}

function ofBridge({ settings, up }: Link): readonly string[] {
  const speaks = settings.kind === 'bridge' && up && settings.options.mcast_snooping !== 0;
  return speaks ? SNOOPERS.map(groupLladdr) : [];
}

/**
 * A device joins groups of IPv6 at once, whether IPv6 is running on it or not; it leaves them when IPv6 stops on it, and joins them all when it starts, those of routers first.
 * Source: `__ipv6_dev_mc_inc`, `ipv6_mc_down`, `ipv6_mc_up`.
 */
function of6(now: Placed, was: Placed | undefined): readonly string[] {
  const { nodes, solicited } = joined6(now);
  if (now.link.ready6) return [...nodes.toReversed(), ...solicited];
  const all = [...nodes, ...solicited];
  if (was === undefined) return all;
  const before = joined6(was);
  const known = new Set([...before.nodes, ...before.solicited]);
  const left = was.link.ready6 ? [] : now.link.groupLladdrs;
  return all.filter((one) => left.includes(one) || !known.has(one));
}

interface Joined {
  /** Those of all nodes, and of all routers. */
  readonly nodes: readonly string[];
  /** Those by which neighbours ask for addresses. */
  readonly solicited: readonly string[];
}

function joined6({ namespace, link }: Placed): Joined {
  const groups = hasIpv6(link) ? groupsOf(namespace, link) : [];
  const nodes = groups.filter((group) => !isSolicited(group)).map(groupLladdr);
  return { nodes, solicited: groups.filter(isSolicited).map(groupLladdr) };
}

/** Source: RFC 4291 section 2.7.1. */
function isSolicited({ words }: Address): boolean {
  return words[2] === 1;
}
