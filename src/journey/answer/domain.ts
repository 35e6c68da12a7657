import { isLinkLocal6 } from '../../address/address-class.js';
import { sameAddress, type Address } from '../../address/address.js';
import { addressesOf } from '../../namespace/address/interface-address.js';
import type { Link } from '../../namespace/link.js';
import { linkByIndex, type Namespace } from '../../namespace/namespace.js';
import { isOwnAddress } from '../../namespace/own-address.js';
import { domainsOf, vrfOf } from '../../namespace/vrf.js';
import type { Ended } from '../ended.js';

/**
 * The VRF in whose domain a packet has come in, or was to leave: what answers it is looked up there. Source: `icmp_route_lookup`, `icmp_reply`,
 * `ip_send_unicast_reply`.
 */
export function domainOf(namespace: Namespace, { registers }: Ended): string | undefined {
  const { indev, routeDev } = registers;
  return vrfOf(namespace, linkByIndex(namespace, indev === 0 ? routeDev : indev))?.name;
}

/**
 * The path of an answer that the host makes itself: it has an address of any domain, whichever it is sent in, and in IPv6 any that it was asked at. Source:
 * `__ip_dev_find`, `ip6_dst_lookup_flow`.
 */
export function pathOfAnswer(namespace: Namespace, from: Address | undefined): 'answer' | 'whole' {
  const isOthers = from?.family === 6 && !isOwnAddress(namespace, from);
  return isOthers || domainsOf(namespace).length > 0 ? 'answer' : 'whole';
}

/** The VRF in whose domain a packet's route lies: a rule's reset is looked up there. Source: `nf_send_reset`, `ip_route_me_harder`. */
export function domainOfRoute(namespace: Namespace, { registers }: Ended): string | undefined {
  return vrfOf(namespace, linkByIndex(namespace, registers.routeDev))?.name;
}

/** Whether a packet came in by a port of a VRF; what the VRF itself has sent to its own address did not. */
export function cameByPort(namespace: Namespace, { iif, indev }: Ended['registers']): boolean {
  return iif !== 0 && iif !== indev && linkByIndex(namespace, indev)?.kind === 'vrf';
}

/** Whether a packet is in the domain of a VRF, having come in by a port, or by the VRF itself. Source: `inet_sdif`. */
export function isOfDomain(namespace: Namespace, { indev }: Ended['registers']): boolean {
  return linkByIndex(namespace, indev)?.kind === 'vrf';
}

/** The devices that have an address: those in the domain of the one over which it was asked, or else, where a route leads into another domain, any. */
export function ownersOf(
  namespace: Namespace,
  address: Address,
  over: Link | undefined,
): readonly Link[] {
  const having = namespace.links
    .toArray()
    .filter((link) =>
      addressesOf(link, address.family).some(({ local }) => sameAddress(local, address)),
    );
  const domain = vrfOf(namespace, over)?.index;
  const near = having.filter((link) => vrfOf(namespace, link)?.index === domain);
  return near.length > 0 ? near : having;
}

/**
 * The device to which a packet belongs, for IPv6: the one by which it came, or the one that has the address where this host has sent it to itself or a VRF has it.
 * Source: `icmp6_dev`, `ip6_rcv_core`.
 */
export function deviceOf(namespace: Namespace, { packet, registers }: Ended): string | undefined {
  const came = linkByIndex(namespace, registers.iif);
  const isLooped = came?.kind === 'loopback' || came?.kind === 'vrf';
  if (came !== undefined && !isLooped && !cameByPort(namespace, registers)) return came.name;
  const over = came ?? linkByIndex(namespace, registers.indev);
  const owners = ownersOf(namespace, packet.dst, over);
  // Several devices may have one link-local address: it is that of the device that was asked for, or by which the packet came.
  const { oif, iif } = registers;
  const owner =
    owners.find(({ index }) => index === oif) ??
    owners.find(({ index }) => index === iif) ??
    owners[0];
  return (owner ?? came)?.name;
}

/**
 * The device or VRF to which what answers a packet is held: a link-local sender is on the packet's device. Source: `tcp_v6_send_response`,
 * `inet6_csk_route_req`, `icmp6_send`.
 */
export function answerDomain(namespace: Namespace, ended: Ended): string | undefined {
  const { src } = ended.packet;
  const isOnLink = src !== undefined && isLinkLocal6(src);
  return isOnLink ? deviceOf(namespace, ended) : domainOf(namespace, ended);
}
