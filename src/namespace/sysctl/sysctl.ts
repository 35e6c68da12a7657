import { hasIpv6, type Link } from '../link.js';
import { linkByName, type Namespace } from '../namespace.js';
import {
  findDeviceSysctl,
  findSysctl,
  sysctlName,
  sysctlSegment,
  type NamedSysctl,
} from './sysctl-catalogue.js';
import { shownTime, twinOf } from './sysctl-twins.js';

/**
 * Reads a key under /proc/sys/net.
 *
 * @param name - dotted, a dot in a device's name as a slash: `net.ipv4.conf.eth0/7.rp_filter`
 * @returns the text without its line end; empty for a key that can only be written; undefined when there is no such key
 */
export function readSysctl(namespace: Namespace, name: string): string | undefined {
  return readFound(namespace, findSysctl(name));
}

function readFound(namespace: Namespace, found: NamedSysctl | undefined): string | undefined {
  if (found === undefined || !deviceExists(namespace, found)) return undefined;
  return valueOf(namespace, found);
}

/** Reports whether a key is there: that of a device is when the device is; `all` and `default` are under `conf` only. */
export function deviceExists(namespace: Namespace, { key, device }: NamedSysctl): boolean {
  if (device === undefined) return true;
  if (device === 'all' || device === 'default') return key.name.includes('.conf.');
  const link = linkByName(namespace, device);
  return link !== undefined && (hasIpv6(link) || !key.name.startsWith('net.ipv6.'));
}

function valueOf(namespace: Namespace, found: NamedSysctl): string {
  const { key, device } = found;
  if (key.name === 'net.ipv4.ip_forward') return readKnown(namespace, FORWARDING_ALL);
  const twin = twinOf(key);
  if (twin !== undefined) {
    return shownTime(twin, readKnown(namespace, keyOfDevice(twin.kept, device)));
  }
  const written = namespace.sysctls.get(sysctlName(key, device));
  if (written !== undefined) return written;
  if (device === undefined || device === 'default') return key.value;
  if (device === 'all') return key.special.all ?? key.value;
  if (device === 'lo' && key.special.lo !== undefined) return key.special.lo;
  const link = linkByName(namespace, device);
  if (key.name === 'net.ipv6.conf.*.mtu') return String(link?.mtuBytes ?? key.value);
  // IPv4 devices follow `default` until they have an own value or an address. Source: `devinet_copy_dflt_conf`.
  if (!key.name.startsWith('net.ipv4.conf.') || link?.ownConf4 === true) return key.value;
  return namespace.sysctls.get(sysctlName(key, 'default')) ?? key.value;
}

/** The name of a key for a device. */
export function keyOfDevice(name: string, device = ''): string {
  return name.replace('*', sysctlSegment(device));
}

/** Where `ip_forward` has its value too. */
export const FORWARDING_ALL = 'net.ipv4.conf.all.forwarding';

/** Reads a key that is known to exist. */
function readKnown(namespace: Namespace, name: string): string {
  return readSysctl(namespace, name) ?? refuseMissing(name);
}

function refuseMissing(name: string): never {
  throw new RangeError(`name: no sysctl ${JSON.stringify(name)}`);
}

/**
 * Reads a key that holds one integer.
 *
 * @throws RangeError when there is no such key
 */
function readSysctlNumber(namespace: Namespace, name: string): number {
  return Number(readKnown(namespace, name));
}

type Family = 'ipv4' | 'ipv6';

export function ofDevice(
  namespace: Namespace,
  family: Family,
  device: string,
  leaf: string,
): number {
  const value = readFound(namespace, findDeviceSysctl(family, device, leaf));
  return Number(value ?? refuseMissing(`net.${family}.conf.${sysctlSegment(device)}.${leaf}`));
}

/** A value of a device that may have no IPv6; undefined then. */
export function of6(namespace: Namespace, link: Link, leaf: string): number | undefined {
  return hasIpv6(link) ? ofDevice(namespace, 'ipv6', link.name, leaf) : undefined;
}

/** Most IPv4 switches are on when they are on for `all` or for the device. Source: `IN_DEV_ORCONF`. */
export function orConf(namespace: Namespace, link: Link, leaf: string): boolean {
  return (
    ofDevice(namespace, 'ipv4', 'all', leaf) !== 0 ||
    ofDevice(namespace, 'ipv4', link.name, leaf) !== 0
  );
}

/** Numbers of IPv4 are the larger one of that for `all` and the device's own. Source: `IN_DEV_MAXCONF`. */
export function maxConf(namespace: Namespace, link: Link, leaf: string): number {
  return Math.max(
    ofDevice(namespace, 'ipv4', 'all', leaf),
    ofDevice(namespace, 'ipv4', link.name, leaf),
  );
}

/** Reverse-path filter of a device. 0 none, 1 strict, 2 loose. Source: `IN_DEV_RPFILTER`. */
export function rpFilter(namespace: Namespace, link: Link): number {
  return maxConf(namespace, link, 'rp_filter');
}

/** Whether the reverse-path check uses the packet's mark. Source: `IN_DEV_SRC_VMARK`. */
export function srcValidMark(namespace: Namespace, link: Link): boolean {
  return orConf(namespace, link, 'src_valid_mark');
}

/** Whether packets with an own address as source are accepted. Source: `IN_DEV_ACCEPT_LOCAL`. */
export function acceptLocal(namespace: Namespace, link: Link): boolean {
  return orConf(namespace, link, 'accept_local');
}

/** Whether 127.0.0.0/8 is taken like any other prefix. Source: `IN_DEV_ROUTE_LOCALNET`. */
export function routeLocalnet(namespace: Namespace, link: Link): boolean {
  return orConf(namespace, link, 'route_localnet');
}

/** Whether ICMP redirects are sent. Source: `IN_DEV_TX_REDIRECTS`. */
export function sendRedirects(namespace: Namespace, link: Link): boolean {
  return orConf(namespace, link, 'send_redirects');
}

/** Whether ICMP redirects are accepted: a router's need both switches. Source: `IN_DEV_RX_REDIRECTS`. */
export function acceptsRedirects(namespace: Namespace, link: Link): boolean {
  const all = ofDevice(namespace, 'ipv4', 'all', 'accept_redirects') !== 0;
  const own = ofDevice(namespace, 'ipv4', link.name, 'accept_redirects') !== 0;
  return forwarding(namespace, link) ? all && own : all || own;
}

/** Whether a secondary address takes the place of its deleted primary. Source: `IN_DEV_PROMOTE_SECONDARIES`. */
export function promoteSecondaries(namespace: Namespace, link: Link): boolean {
  return orConf(namespace, link, 'promote_secondaries');
}

/** Whether IPv4 routes over the device count only while it has its carrier. Source: `IN_DEV_IGNORE_ROUTES_WITH_LINKDOWN`. */
export function ignoreRoutesWithLinkdown(namespace: Namespace, link: Link): boolean {
  return orConf(namespace, link, 'ignore_routes_with_linkdown');
}

/** The same for IPv6, where the device's own value is the only one. Source: `ip6_ignore_linkdown`. */
export function ignoreRoutesWithLinkdown6(namespace: Namespace, link: Link): boolean {
  return (of6(namespace, link, 'ignore_routes_with_linkdown') ?? 0) !== 0;
}

/** Whether IPv4 packets that come in on the device are forwarded. Source: `IN_DEV_FORWARD`. */
export function forwarding(namespace: Namespace, link: Link): boolean {
  return ofDevice(namespace, 'ipv4', link.name, 'forwarding') !== 0;
}

/** Whether IPv6 packets that come in on the device are forwarded. Source: `ip6_forward`. */
export function forwarding6(namespace: Namespace, link: Link): boolean {
  return (
    ofDevice(namespace, 'ipv6', 'all', 'forwarding') !== 0 ||
    (of6(namespace, link, 'force_forwarding') ?? 0) !== 0
  );
}

/** Reports whether redirects of IPv6 that come in by a device are accepted: by a router they are not. Source: `rt6_do_redirect`. */
export function acceptsRedirects6(namespace: Namespace, link: Link): boolean {
  return (of6(namespace, link, 'accept_redirects') ?? 0) !== 0 && !isRouter6(namespace, link);
}

/** Whether the host is an IPv6 router on the device: it then takes part in the subnet-router anycast address. */
export function isRouter6(namespace: Namespace, link: Link): boolean {
  return (of6(namespace, link, 'forwarding') ?? 0) !== 0;
}

/** Whether IPv6 is switched off on the device, or missing. */
export function disableIpv6(namespace: Namespace, link: Link): boolean {
  return of6(namespace, link, 'disable_ipv6') !== 0;
}

/** Whether the device makes itself a link-local address out of its link-layer one (`addr_gen_mode` 0). */
export function makesLinkLocal(namespace: Namespace, link: Link): boolean {
  return of6(namespace, link, 'addr_gen_mode') === 0;
}

/** How the device makes itself a link-local address, as `ip -d link` prints it. Source: `print_addrgenmode` of iproute2. */
export function addressMode6(namespace: Namespace, link: Link): string {
  const mode = of6(namespace, link, 'addr_gen_mode') ?? 0;
  return ['eui64', 'none', 'stable_secret', 'random'][mode] ?? `${mode}`;
}

/** Whether IPv6 addresses stay when the device goes down. Source: `addrconf_ifdown`. */
export function keepsAddressesOnDown(namespace: Namespace, link: Link): boolean {
  const all = ofDevice(namespace, 'ipv6', 'all', 'keep_addr_on_down');
  const own = of6(namespace, link, 'keep_addr_on_down') ?? 0;
  return (all === 0 ? own : all) > 0;
}

/**
 * What is hashed to choose among several nexthops: 0 and 2 addresses, 1 also protocol and ports, 3 what {@link multipathHashFields}
 * says. Source: ip-sysctl.
 */
export function multipathHashPolicy(namespace: Namespace, family: 4 | 6): number {
  return readSysctlNumber(namespace, `net.ipv${family}.fib_multipath_hash_policy`);
}

/** The parts of a packet that are hashed with policy 3, as bits. Source: `FIB_MULTIPATH_HASH_FIELD_` constants. */
export function multipathHashFields(namespace: Namespace, family: 4 | 6): number {
  return readSysctlNumber(namespace, `net.ipv${family}.fib_multipath_hash_fields`);
}

/** The seed of that hash, for both families; 0 when the kernel takes one of its own. Source: ip-sysctl. */
export function multipathHashSeed(namespace: Namespace): number {
  return readSysctlNumber(namespace, 'net.ipv4.fib_multipath_hash_seed');
}

/** Whether nexthops whose gateway is known not to answer are passed over. Source: ip-sysctl. */
export function multipathUseNeigh(namespace: Namespace): boolean {
  return readSysctlNumber(namespace, 'net.ipv4.fib_multipath_use_neigh') !== 0;
}

/** Whether a socket may be bound to an address that no device has. Source: `inet_can_nonlocal_bind`. */
export function nonlocalBind(namespace: Namespace, family: 4 | 6): boolean {
  return readSysctlNumber(namespace, `net.ipv${family}.ip_nonlocal_bind`) !== 0;
}

/** The TTL of IPv4 packets that are sent from here. Source: ip(7), IP_TTL. */
export function defaultTtl(namespace: Namespace): number {
  return readSysctlNumber(namespace, 'net.ipv4.ip_default_ttl');
}

/** Whether IPv6 packets of sockets get flow labels that nobody asked for. Source: `ip6_make_flowlabel`. */
export function labelsFlows(namespace: Namespace): boolean {
  return readSysctlNumber(namespace, 'net.ipv6.auto_flowlabels') !== 0;
}

/** The hop limit of IPv6 packets that leave by the device. Source: `ip6_dst_hoplimit`. */
export function hopLimit(namespace: Namespace, link: Link): number {
  return of6(namespace, link, 'hop_limit') ?? ofDevice(namespace, 'ipv6', 'all', 'hop_limit');
}

/** Whether a new IPv6 address of a device is checked for duplicates before it's used. Source: `addrconf_dad_begin`. */
export function detectsDuplicates(namespace: Namespace, link: Link): boolean {
  const all = ofDevice(namespace, 'ipv6', 'all', 'accept_dad') ?? 0;
  return all >= 1 || (of6(namespace, link, 'accept_dad') ?? 0) >= 1;
}
