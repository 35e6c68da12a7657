import type { Link } from '../link.js';
import type { Namespace } from '../namespace.js';
import { maxConf, ofDevice, of6, orConf } from './sysctl.js';

/** From which address a device asks for neighbours: 0 the packet's, 1 the packet's if it is of the subnet, 2 one of the device. Source: `IN_DEV_ARP_ANNOUNCE`. */
export function arpAnnounce(namespace: Namespace, link: Link): number {
  return maxConf(namespace, link, 'arp_announce');
}

/** For which own addresses a device does not answer, 0 to 8. Source: `IN_DEV_ARP_IGNORE`. */
export function arpIgnore(namespace: Namespace, link: Link): number {
  return maxConf(namespace, link, 'arp_ignore');
}

/** Whether a device answers only for what it would send back itself. Source: `IN_DEV_ARPFILTER`. */
export function arpFilters(namespace: Namespace, link: Link): boolean {
  return orConf(namespace, link, 'arp_filter');
}

/** Whether a device answers for what is routed to another one. Source: `IN_DEV_PROXY_ARP`. */
export function proxiesArp(namespace: Namespace, link: Link): boolean {
  return orConf(namespace, link, 'proxy_arp');
}

/** Whether a device answers for what is routed back to it. Source: `IN_DEV_PROXY_ARP_PVLAN`. */
export function proxiesArpPvlan(namespace: Namespace, link: Link): boolean {
  return orConf(namespace, link, 'proxy_arp_pvlan');
}

/** The medium on which a device is: 0 one of its own, -1 one that is not proxied. Source: `IN_DEV_MEDIUM_ID`. */
export function mediumId(namespace: Namespace, link: Link): number {
  return ofDevice(namespace, 'ipv4', link.name, 'medium_id');
}

/** Whether a device answers in IPv6 for the proxy entries of the neighbour table. Source: `ndisc_recv_ns`. */
export function proxiesNdp(namespace: Namespace, link: Link): boolean {
  return (
    ofDevice(namespace, 'ipv6', 'all', 'proxy_ndp') !== 0 ||
    (of6(namespace, link, 'proxy_ndp') ?? 0) !== 0
  );
}
