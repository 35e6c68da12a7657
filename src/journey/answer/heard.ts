import { PROTOCOL } from '../../packet/protocol.js';
import { linkByIndex, type Namespace } from '../../namespace/namespace.js';
import { acceptsInDomains } from '../../namespace/sysctl/answer-sysctl.js';
import { vrfOf } from '../../namespace/vrf.js';
import type { Ended } from '../ended.js';
import { cameByPort, isOfDomain, ownersOf } from './domain.js';

/** Which socket a packet is for. */
export interface Hearing {
  /** Protocol of the socket. */
  readonly protocol: number;
  /** Name of the device that it is bound to. */
  readonly boundTo: string | undefined;
  /** The packet is an ICMP error about one of the socket's. */
  readonly isError: boolean;
}

/**
 * Whether a socket hears of a packet, by the device that it came by: one that is bound to a device takes only what comes by that or by its VRF, and one
 * that is bound to none takes nothing out of a VRF unless a sysctl lets it. Source: `inet_sk_bound_dev_eq`, `udp_sk_bound_dev_eq`, `raw_sk_bound_dev_eq`.
 */
export function isHeard(namespace: Namespace, ended: Ended, hearing: Hearing): boolean {
  const { boundTo, protocol } = hearing;
  if (boundTo === undefined) return isHeardUnbound(namespace, ended, protocol);
  const isOfPort = cameByPort(namespace, ended.registers);
  const { indev, iif } = ended.registers;
  const device = linkByIndex(namespace, indev);
  const isLooped = device?.kind === 'loopback' || (device?.kind === 'vrf' && !isOfPort);
  if (isLooped && goesByAddress(ended, hearing)) {
    const [owner] = ownersOf(namespace, ended.packet.dst, device);
    return boundTo === (owner ?? device).name || boundTo === vrfOf(namespace, owner)?.name;
  }
  return boundTo === device?.name || (isOfPort && boundTo === linkByIndex(namespace, iif)?.name);
}

/**
 * Whether a socket that is bound to no device hears of a packet: out of a VRF it takes nothing unless a sysctl lets it, or it is a raw one. Source:
 * `udp_sk_bound_dev_eq`, `raw_sk_bound_dev_eq`.
 */
export function isHeardUnbound(
  namespace: Namespace,
  { registers }: Ended,
  protocol: number,
): boolean {
  const { tcp, udp } = PROTOCOL;
  if (protocol !== tcp && protocol !== udp) return true;
  return !isOfDomain(namespace, registers) || acceptsInDomains(namespace, protocol);
}

/**
 * What a host has sent to itself counts as having come by the device that has the address, but not where the device of the error itself is looked at. Source:
 * `inet_iif`, `inet6_iif`; `__udp4_lib_err`, `raw_icmp_error`, `tcp_v6_err`.
 */
function goesByAddress({ packet }: Ended, { protocol, isError }: Hearing): boolean {
  return !isError || (protocol === PROTOCOL.tcp) === (packet.dst.family === 4);
}
