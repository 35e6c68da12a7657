import type { Address } from '../../address/address.js';
import { parseAddress } from '../../address/address-text.js';
import { makePrefix } from '../../address/prefix.js';
import type { Link } from '../link.js';
import { traitsOf } from '../link-kind/link-kinds.js';
import type { Namespace } from '../namespace.js';
import { isRouter6 } from '../sysctl/sysctl.js';
import { addressesOf } from './interface-address.js';

const ALL_NODES = ['ff01::1', 'ff02::1'].map(parseAddress);
const ALL_ROUTERS = [parseAddress('ff02::2')];
/** What only a device joins that becomes a router while it is there. */
const ROUTERS_OF_OTHER_SCOPES = ['ff01::2', 'ff05::2'].map(parseAddress);
/** Prefixes from which no subnet-router address is made. Source: `addrconf_join_anycast`. */
const WITHOUT_ANYCAST = 127;

/** The groups of IPv6 that the kernel has joined on a device while IPv6 runs on it. Source: RFC 4291 section 2.8, `ipv6_add_dev`, `dev_forward_change`. */
export function groupsOf(namespace: Namespace, link: Link): readonly Address[] {
  const own = isSolicited(link) ? addressesOf(link, 6) : [];
  const solicited = own.map(({ local }) => local).concat(proxied(namespace, link));
  const nodes = ALL_NODES.concat(solicited.map(solicitedNode));
  if (!isRouter6(namespace, link)) return nodes;
  const anycasts = own
    .filter(({ length }) => length < WITHOUT_ANYCAST)
    .map(({ local, length }) => solicitedNode(makePrefix(local, length).address));
  if (!link.multicast) return nodes.concat(anycasts);
  const others = link.routerGroups6 ? ROUTERS_OF_OTHER_SCOPES : [];
  return nodes.concat(ALL_ROUTERS, others, anycasts);
}

/** Reports whether neighbours ask on a device for its addresses. One that asked for its own before that was switched off keeps the groups. Source: `addrconf_join_solict`. */
function isSolicited({ arp, kind, settings }: Link): boolean {
  if (kind === 'loopback') return false;
  const isBornWithout = traitsOf(kind).fresh.arp === false;
  return arp || (settings.kind === 'ipvlan' ? settings.mode === 'l2' : !isBornWithout);
}

/** The addresses for which a device answers in place of others: `ip neigh add proxy`. Source: `pndisc_constructor`. */
function proxied({ neighbours }: Namespace, { index }: Link): readonly Address[] {
  return neighbours
    .toArray()
    .filter(({ proxy, dev, address }) => proxy && dev === index && address.family === 6)
    .map(({ address }) => address);
}

/** Source: RFC 4291 section 2.7.1. */
export function solicitedNode({ words }: Address): Address {
  return {
    family: 6,
    words: [0xff020000, 0, 1, (0xff000000 | ((words[3] ?? 0) & 0xffffff)) >>> 0],
  };
}
