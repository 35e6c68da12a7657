import { List, Map, Record, type RecordOf } from 'immutable';
import type { Family } from '../address/family.js';
import type { FibTable } from '../fib/fib-table.js';
import type { NexthopObject } from '../fib/nexthop-object.js';
import { frozen } from '../frozen.js';
import type { IpSet } from '../ipset/ip-set.js';
import type { Neighbour } from '../neighbour/neighbour.js';
import { makeNetfilter, type Netfilter } from '../netfilter/netfilter.js';
import type { Rule } from '../rpdb/rule.js';
import type { Link } from './link.js';
import type { Listener } from './listener.js';
import { makeTraffic, type Traffic } from './traffic/traffic.js';

/** The routing state of one address family in one namespace. */
export interface FamilyStateFields {
  readonly family: Family;
  /** Routing tables by id, those that exist. */
  readonly tables: Map<number, FibTable>;
  /** Table ids in the order of their creation: `ip route show table all` depends on it. */
  readonly tableOrder: List<number>;
  /** The routing policy database in list order: priority ascending, then as inserted. */
  readonly rules: List<Rule>;
  /** The next rule id. */
  readonly nextRuleId: number;
  /** Rules were changed since the namespace was made; sticky. Until then IPv4 reads local and main as one table, and IPv6 reads local then main whatever the rules say. */
  readonly customRules: boolean;
  /** A route of type local was added by a command since the namespace was made; sticky. Source: `fib_has_custom_local_routes`. */
  readonly customLocalRoutes: boolean;
}

/** The routing state of one address family, as an Immutable Record. */
export type FamilyState = RecordOf<FamilyStateFields>;

/** Makes the state of a family; tables and rules are empty. */
export const makeFamilyState = Record<FamilyStateFields>(
  {
    family: 4,
    tables: Map(),
    tableOrder: List(),
    rules: List(),
    nextRuleId: 1,
    customRules: false,
    customLocalRoutes: false,
  },
  'FamilyState',
);

/** One network namespace: everything that decides where its packets go. */
export interface NamespaceFields {
  /** Devices, ifindex ascending. */
  readonly links: List<Link>;
  /** The ifindex that the last new device got; numbers aren't given twice. */
  readonly lastIfindex: number;
  /** The `arrival` of the IPv4 address that came last. */
  readonly lastArrival: number;
  /** Ids that this namespace has for others (`link-netnsid`), by their name. Given in order, from 0, when a device's other end is seen to be there. */
  readonly netnsIds: Map<string, number>;
  /** It has had a VRF: the rules that the first one brings aren't made again. */
  readonly hadVrf: boolean;
  readonly v4: FamilyState;
  readonly v6: FamilyState;
  readonly netfilter: Netfilter;
  readonly neighbours: List<Neighbour>;
  /** Nexthop objects (`ip nexthop`) by their ids, for routes of both families. */
  readonly nexthops: Map<number, NexthopObject>;
  /** The id that the last nexthop object without one of its own got, or was to get. */
  readonly lastNexthopId: number;
  /** The sets of `ipset`, each at the place by which rules find it; undefined at places that are free. */
  readonly sets: List<IpSet | undefined>;
  /** Values that differ from the kernel's defaults, by dotted name, a dot in a device's name as a slash (`net.ipv4.conf.eth0/7.rp_filter`). Read them with `readSysctl`. */
  readonly sysctls: Map<string, string>;
  /** Local sockets that wait for packets. */
  readonly listeners: List<Listener>;
  /** What sockets there are is left open: any of a packet can be there, or none. Listeners don't count then. */
  readonly anySocket: boolean;
  readonly traffic: Traffic;
}

/** One network namespace, as an Immutable Record. */
export type Namespace = RecordOf<NamespaceFields>;

/** Makes a namespace with no device, no rule and no route. What the kernel gives a new one: `newNamespace`. */
export const makeNamespace = Record<NamespaceFields>(
  {
    links: List(),
    lastIfindex: 0,
    lastArrival: 0,
    netnsIds: Map(),
    hadVrf: false,
    v4: makeFamilyState({ family: 4 }),
    v6: makeFamilyState({ family: 6 }),
    netfilter: makeNetfilter(),
    neighbours: List(),
    nexthops: Map(),
    lastNexthopId: 0,
    sets: List(),
    sysctls: Map(),
    listeners: List(),
    anySocket: false,
    traffic: makeTraffic(),
  },
  'Namespace',
);

/** The key of a family's state in a namespace. */
export function familyKey(family: Family): 'v4' | 'v6' {
  return family === 4 ? 'v4' : 'v6';
}

/** The device of that name; undefined when there is none. */
export function linkByName(namespace: Namespace, name: string): Link | undefined {
  return namespace.links.find((link) => link.name === name);
}

/** The device of that ifindex; undefined when there is none. */
export function linkByIndex(namespace: Namespace, index: number): Link | undefined {
  return namespace.links.find((link) => link.index === index);
}

/** The device that a device is a port of; undefined when it is a port of none. */
export function masterOf(namespace: Namespace, { master }: Pick<Link, 'master'>): Link | undefined {
  return master === undefined ? undefined : linkByIndex(namespace, master);
}

/** The namespace with a device put in the place of the one with its ifindex; a new device is put in its place by ifindex. */
export function withLink(namespace: Namespace, link: Link): Namespace {
  const at = namespace.links.findIndex((other) => other.index >= link.index);
  if (at < 0) return namespace.set('links', namespace.links.push(frozen(link)));
  const there = namespace.links.get(at)?.index === link.index;
  return namespace.set('links', namespace.links.splice(at, there ? 1 : 0, frozen(link)));
}

/** The device of that ifindex. @throws RangeError when there is none. */
export function existingLink(namespace: Namespace, index: number): Link {
  const link = linkByIndex(namespace, index);
  if (link === undefined) throw new RangeError(`index: no device ${index}`);
  return link;
}
