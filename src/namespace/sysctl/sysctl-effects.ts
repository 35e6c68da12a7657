import { addressesOf } from '../address/interface-address.js';
import { giveOwnAddresses, startIpv6, stopIpv6 } from '../address/ipv6-start.js';
import { addAnycastRoute, removeAnycastRoute } from '../kernel-routes-v6.js';
import type { Link } from '../link.js';
import { existingLink, withLink, type Namespace } from '../namespace.js';
import { disableIpv6, isRouter6, readSysctl } from './sysctl.js';
import { sysctlSegment } from './sysctl-catalogue.js';

/** What a new value of a key changes beside the value; the namespace has the new value already. */
type Effect = (namespace: Namespace, value: string) => Namespace;

const CONF = /^net\.(ipv[46])\.conf\.([^.]+)\.([^.]+)$/;

/** The effect of a key. Source: the `proc_handler` functions of `devinet.c` and `addrconf.c`. */
export function effectOf(name: string): Effect {
  const [, family = '', segment = '', leaf = ''] = CONF.exec(name) ?? [];
  const change = CHANGES[`${family}.${leaf}`] ?? unchanged;
  if (segment !== 'all' || !SPREAD.has(`${family}.${leaf}`)) {
    return (namespace) => {
      const link = namespace.links.find((other) => sysctlSegment(other.name) === segment);
      return link === undefined ? namespace : change(namespace, link);
    };
  }
  return (namespace, value) => {
    const first = family === 'ipv4' ? denyRedirects(namespace) : namespace;
    // New devices are left alone by this one.
    const start = leaf === 'force_forwarding' ? first : put(first, family, 'default', leaf, value);
    return namespace.links.reduce((before, { name: device, index }) => {
      const link = existingLink(before, index);
      const key = confKey(family, device, leaf);
      if (readSysctl(before, key) === undefined) return before;
      const after = put(before, family, device, leaf, value);
      return readSysctl(before, key) === value ? after : change(after, link);
    }, start);
  };
}

function unchanged(namespace: Namespace): Namespace {
  return namespace;
}

/** Keys that, written to `all`, are written to every device, and to `default`. */
const SPREAD: ReadonlySet<string> = new Set([
  'ipv4.forwarding',
  'ipv6.forwarding',
  'ipv6.force_forwarding',
  'ipv6.disable_ipv6',
  'ipv6.ignore_routes_with_linkdown',
  'ipv6.addr_gen_mode',
]);

/** Reports whether a key is written to every device also when it keeps its value; only IPv6 has such. Source: `addrconf_fixup_forwarding`. */
export function spreadsAgain(name: string): boolean {
  return AGAIN.has(name);
}

const AGAIN: ReadonlySet<string> = new Set(
  ['forwarding', 'disable_ipv6', 'ignore_routes_with_linkdown', 'addr_gen_mode'].map((leaf) =>
    confKey('ipv6', 'all', leaf),
  ),
);

function put(
  namespace: Namespace,
  family: string,
  device: string,
  leaf: string,
  value: string,
): Namespace {
  const key = confKey(family, device, leaf);
  return namespace.set('sysctls', namespace.sysctls.set(key, value));
}

function confKey(family: string, device: string, leaf: string): string {
  return `net.${family}.conf.${sysctlSegment(device)}.${leaf}`;
}

/** A router doesn't take redirects. Source: `inet_forward_change`. */
function denyRedirects(namespace: Namespace): Namespace {
  const on = namespace.sysctls.get('net.ipv4.conf.all.forwarding') !== '0';
  return put(namespace, 'ipv4', 'all', 'accept_redirects', on ? '0' : '1');
}

const CHANGES: Readonly<Record<string, (namespace: Namespace, link: Link) => Namespace>> = {
  'ipv6.forwarding': changeRouter,
  'ipv6.disable_ipv6': (namespace, link) =>
    disableIpv6(namespace, link)
      ? stopIpv6(namespace, link.index, false)
      : startIpv6(namespace, link.index, true),
  'ipv6.addr_gen_mode': (namespace, link) =>
    disableIpv6(namespace, link) ? namespace : giveOwnAddresses(namespace, link.index),
};

/** A router joins the groups of routers, and takes part in the anycast address of each subnet. Source: `dev_forward_change`. */
function changeRouter(before: Namespace, { index }: Link): Namespace {
  const link = {
    ...existingLink(before, index),
    routerGroups6: isRouter6(before, existingLink(before, index)),
  };
  const namespace = withLink(before, link);
  if (link.routerGroups6) {
    return addressesOf(link, 6).reduce(
      (joined, address) => addAnycastRoute(joined, link, address),
      namespace,
    );
  }
  const without = { ...link, addresses: [] };
  const left = addressesOf(link, 6).reduce(
    (joined, address) => removeAnycastRoute(joined, without, address),
    namespace,
  );
  return left;
}
