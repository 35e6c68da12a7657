import { addressesOf } from './interface-address.js';
import { giveOwnAddresses, startIpv6, stopIpv6 } from './ipv6-start.js';
import { addAnycastRoute, removeAnycastRoute } from './kernel-routes-v6.js';
import type { Link } from './link.js';
import { linkByName, type Namespace } from './namespace.js';
import { disableIpv6, isRouter6 } from './sysctl.js';
import { sysctlSegment } from './sysctl-catalogue.js';

/** What a new value of a key changes beside the value; the namespace has the new value already. */
type Effect = (namespace: Namespace, value: string) => Namespace;

const CONF = /^net\.(ipv[46])\.conf\.([^.]+)\.([^.]+)$/;

/** The effect of a key. Source: the `proc_handler` functions of `devinet.c` and `addrconf.c`. */
export function effectOf(name: string): Effect {
  const [, family = '', segment = '', leaf = ''] = CONF.exec(name) ?? [];
  const change = CHANGES[`${family}.${leaf}`];
  const spread = segment === 'all' && SPREAD.has(`${family}.${leaf}`);
  if (change === undefined && !spread) return (namespace) => namespace;
  return (namespace, value) => {
    const devices = spread
      ? [...namespace.links]
      : namespace.links.filter((link) => link.name === segment.replaceAll('/', '.'));
    const first = name === 'net.ipv4.conf.all.forwarding' ? denyRedirects(namespace) : namespace;
    // New devices are left alone by this one.
    const intoDefault = spread && leaf !== 'force_forwarding';
    const start = intoDefault ? put(first, family, 'default', leaf, value) : first;
    return [...devices].reduce((before, { name: device, index }) => {
      const link = linkByName(before, device);
      if (link === undefined) return before;
      const after = spread ? put(before, family, device, leaf, value) : before;
      return change === undefined ? after : change(after, link, index);
    }, start);
  };
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

function put(
  namespace: Namespace,
  family: string,
  device: string,
  leaf: string,
  value: string,
): Namespace {
  const name = `net.${family}.conf.${sysctlSegment(device)}.${leaf}`;
  return namespace.set('sysctls', namespace.sysctls.set(name, value));
}

/** A router doesn't take redirects. Source: `inet_forward_change`. */
function denyRedirects(namespace: Namespace): Namespace {
  const on = namespace.sysctls.get('net.ipv4.conf.all.forwarding') !== '0';
  return put(namespace, 'ipv4', 'all', 'accept_redirects', on ? '0' : '1');
}

const CHANGES: Readonly<
  Record<string, (namespace: Namespace, link: Link, index: number) => Namespace>
> = {
  'ipv6.forwarding': changeRouter,
  'ipv6.disable_ipv6': (namespace, link, index) =>
    disableIpv6(namespace, link)
      ? stopIpv6(namespace, index, false)
      : startIpv6(namespace, index, true),
  'ipv6.addr_gen_mode': (namespace, link, index) =>
    link.ready6 ? giveOwnAddresses(namespace, index) : namespace,
};

/** A router takes part in the anycast address of each subnet. Source: `dev_forward_change`. */
function changeRouter(namespace: Namespace, link: Link): Namespace {
  if (isRouter6(namespace, link)) {
    return addressesOf(link, 6).reduce(
      (before, address) => addAnycastRoute(before, link, address),
      namespace,
    );
  }
  const without = { ...link, addresses: [] };
  const left = addressesOf(link, 6).reduce(
    (before, address) => removeAnycastRoute(before, without, address),
    namespace,
  );
  return left;
}
